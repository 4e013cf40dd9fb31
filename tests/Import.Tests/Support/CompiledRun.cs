using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Import.Tests.Support;

/// <summary>Compiles imported models and runs them on every instruction set.</summary>
internal static class CompiledRun
{
    public static IReadOnlyList<InstructionSet> Sets { get; } = [InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable];

    /// <summary>The model's results, in its own order of dimensions.</summary>
    public static float[][] Run(CompiledNetwork compiled, ImportedModel model, DataSet set, IReadOnlyList<string> inputNames,
        InstructionSet instructions)
    {
        var weights = new StateDict();
        foreach (var (name, tensor) in model.Weights) weights.Add(name, tensor.Dimensions, tensor.Floats);
        using Network network = compiled.Load(weights, new NetworkOptions { InstructionSet = instructions, Threads = 2 });
        float[][] inputs = [.. model.Inputs
            .Select(border => border.ToNetwork(set.Inputs[inputNames.ToList().IndexOf(border.ModelName)].Floats))];
        float[][] outputs = compiled.Run(network, inputs, model.Batch);
        return [.. outputs.Select((values, i) => model.Outputs[i].ToModel(values))];
    }

    /// <summary>The largest difference, as a share of the largest expected value, and where it is.</summary>
    public static (double Error, int Index) Largest(float[] found, ConstantTensor expected)
    {
        float[] values = expected.Floats;
        Assert.Equal(values.Length, found.Length);
        double largest = values.Select(value => Math.Abs((double)value)).Max(), worst = -1;
        int index = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double error = Math.Abs((double)found[i] - values[i]) / largest;
            if (error > worst || double.IsNaN(error)) (worst, index) = (error, i);
        }

        return (worst, index);
    }
}
