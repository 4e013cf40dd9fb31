using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Import.Cases;
using Fusion.Import.Fold;

namespace Fusion.Import.Tests.Support;

/// <summary>Runs imported models on the reference interpreter.</summary>
internal static class ReferenceRun
{
    /// <returns>What is wrong with the results; null where they are as expected.</returns>
    public static string? Check(ImportedModel model, DataSet set, IReadOnlyList<string> inputNames, double relative = 1e-3,
        double absolute = 1e-7)
    {
        float[][] found = Run(model, set, inputNames);
        for (int i = 0; i < Math.Min(found.Length, set.Outputs.Count); i++)
        {
            ConstantTensor expected = set.Outputs[i];
            if (!expected.IsFloating) continue;
            if (!model.Outputs[i].Dimensions.SequenceEqual(expected.Dimensions))
                return $"{model.Outputs[i].ModelName} has the dimensions {ConstantTensor.Text(model.Outputs[i].Dimensions)}; " +
                    $"{ConstantTensor.Text(expected.Dimensions)} were expected";
            float[] values = expected.Floats;
            for (int j = 0; j < values.Length; j++)
            {
                if (float.IsNaN(values[j]) ? float.IsNaN(found[i][j]) : found[i][j] == values[j]) continue;
                if (!(Math.Abs(found[i][j] - values[j]) <= absolute + relative * Math.Abs(values[j])))
                    return $"{model.Outputs[i].ModelName}[{j}] is {found[i][j]:R}; {values[j]:R} was expected";
            }
        }

        return null;
    }

    private static float[][] Run(ImportedModel model, DataSet set, IReadOnlyList<string> inputNames)
    {
        var weights = model.Weights.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value.Floats, value => (double)value));
        float[][] inputs = [.. model.Inputs
            .Select(border => border.ToNetwork(set.Inputs[inputNames.ToList().IndexOf(border.ModelName)].Floats))];
        float[][] outputs = [.. model.Outputs
            .Select(border => new float[border.Dimensions.Aggregate(1, (product, size) => product * size)])];
        for (int sample = 0; sample < model.Batch; sample++)
        {
            var named = model.Inputs
                .Select((border, i) => (border.Name,
                Values: Sample(inputs[i], border.HasBatch ? sample : 0, border.HasBatch ? model.Batch : 1)))
                .ToDictionary(pair => pair.Name, pair => pair.Values);
            var values = ReferenceInterpreter.RunAll(model.Graph, name => weights[name], named);
            for (int i = 0; i < outputs.Length; i++)
            {
                double[] result = [.. values[model.Graph.Outputs[i].Node].Values];
                for (int j = 0; j < result.Length; j++) outputs[i][sample * result.Length + j] = (float)result[j];
            }
        }

        return [.. outputs.Select((values, i) => model.Outputs[i].ToModel(values))];
    }

    private static double[] Sample(float[] values, int sample, int batch)
    {
        int length = values.Length / batch;
        return Array.ConvertAll(values[(sample * length)..((sample + 1) * length)], value => (double)value);
    }
}
