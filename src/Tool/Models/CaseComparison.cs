using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fusion.Gpu;
using Fusion.Import;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Models;

/// <summary>Runs a case on every back end, and holds the results against others.</summary>
internal sealed class CaseComparison
{
    private readonly ImportedCase _item;
    private readonly Dictionary<string, ConstantTensor> _inputs = new(StringComparer.Ordinal);
    private readonly List<(string BackEnd, float[][] Values)> _results;

    private CaseComparison(ImportedCase item, CompiledCase compiled, GpuDevice? device)
    {
        _item = item;
        ImportedModel model = item.Network.Model;
        float[][] inputs = [.. model.Inputs.Select((border, i) => item.Set is null ? RandomInput.Of(border, i) : Given(border).Floats)];
        foreach (var (border, values) in model.Inputs.Zip(inputs))
            _inputs[border.ModelName] = ConstantTensor.OfFloats(border.Dimensions, values);
        foreach (var (name, tensor) in item.Constants) _inputs[name] = tensor;
        if (item.Set is { } set)
        {
            foreach (var (input, tensor) in item.Model.Graph.Inputs.Zip(set.Inputs)) _inputs[input.Name] = tensor;
        }

        _results = [.. Available().Select(instructions => (instructions.ToString(), compiled.Run(instructions, inputs)))];
        if (device is not null) _results.Add((device.Info.Name, compiled.Run(device, inputs)));
    }

    public static VerifiedCase Run(ImportedCase item, CompiledCase compiled, GpuDevice? device)
    {
        try
        {
            int inputs = item.Model.Graph.Inputs.Count, outputs = item.Network.Model.Outputs.Count;
            if (item.Set is { } data && (data.Inputs.Count < inputs || data.Outputs.Count < outputs))
            {
                return new VerifiedCase(item.Name, Outcome.Failed, 0, "",
                    $"{data.Name} has {data.Inputs.Count} inputs and {data.Outputs.Count} outputs; {inputs} and {outputs} were expected");
            }

            var comparison = new CaseComparison(item, compiled, device);
            return item.Set is null ? comparison.WithOnnxRuntime() : comparison.WithData();
        }
        catch (Exception exception) when (exception is ToolException or ArgumentException or WeightsException or GpuException)
        {
            return new VerifiedCase(item.Name, Outcome.Failed, 0, "", exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return VerifiedCase.Defect(item.Name, exception);
        }
    }

    private string BackEnds => string.Join(", ", _results.Select(result => result.BackEnd));

    private VerifiedCase WithData()
    {
        float[][] expected = [.. _item.Set!.Outputs.Take(_item.Network.Model.Outputs.Count).Select(tensor => tensor.Floats)];
        var (worst, fits) = Against(expected);
        if (fits) return Case(Outcome.Passed, worst, "against the expected outputs");
        if (InFloats(worst) is { } unrounded) return unrounded;
        return Try(() => OnnxRuntimeLibrary.Open(_item.File), out _) is { } others && Against(others).Fits
            ? Case(Outcome.Disputed, worst, "against the expected outputs, but ONNX Runtime has the same results")
            : Case(Outcome.Failed, worst, "against the expected outputs");
    }

    private VerifiedCase WithOnnxRuntime()
    {
        if (Try(() => OnnxRuntimeLibrary.Open(_item.File), out string problem) is { } others)
        {
            var (worst, fits) = Against(others);
            return fits ? Case(Outcome.Passed, worst, "against ONNX Runtime")
                : InFloats(worst) ?? Case(Outcome.Failed, worst, "against ONNX Runtime");
        }

        return InFloats(null)
            ?? new VerifiedCase(_item.Name, Outcome.Unchecked, 0, "",
                $"runs on {BackEnds}, but nothing to compare with is there: {problem}");
    }

    /// <summary>Where the model rounds values, to 16-bit floats or as quantised, and the results differ: the same model without that, in
    /// ONNX Runtime.</summary>
    /// <param name="rounded">The difference to the model with its rounding; null where that does not run.</param>
    /// <returns>Null where that is no reason.</returns>
    private VerifiedCase? InFloats(Comparison? rounded)
    {
        if (FloatModel.Of(_item.Model) is not { } floats) return null;
        byte[] bytes = ModelWriter.Write(floats);
        if (Try(() => OnnxRuntimeLibrary.Open(null, bytes), out _) is not { } others) return null;
        var (worst, fits) = Against(others);
        if (!fits) return null;
        string reason = rounded is null ? "which refuses it as it is"
            : string.Create(CultureInfo.InvariantCulture, $"to whose rounded numbers the difference is {rounded.Error:0.0e+0}");
        return Case(Outcome.Passed, worst, $"against ONNX Runtime with the model in 32-bit floats, {reason}");
    }

    private float[][]? Try(Func<Microsoft.ML.OnnxRuntime.InferenceSession> open, out string problem)
    {
        problem = "";
        try
        {
            return OnnxRuntimeRun.Run(open, _inputs, _item.Network.Model.Outputs);
        }
        catch (ToolException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private (Comparison Worst, bool Fits) Against(float[][] outputs)
    {
        Comparison[] comparisons = [.. _results.SelectMany(result => outputs.Select((values, i) =>
            Comparison.Of(_item.Network.Model.Outputs[i].ModelName, result.Values[i], values)))];
        return (comparisons.MaxBy(comparison => comparison.Error)!, comparisons.All(comparison => comparison.Fits));
    }

    private VerifiedCase Case(Outcome outcome, Comparison worst, string against) =>
        new(_item.Name, outcome, worst.Error, worst.Place, $"{BackEnds} {against}");

    private ConstantTensor Given(Border border) =>
        _item.Set!.Inputs[_item.Model.Graph.Inputs.ToList().FindIndex(input => input.Name == border.ModelName)];

    private static IEnumerable<InstructionSet> Available()
    {
        if (Vector512.IsHardwareAccelerated) yield return InstructionSet.Avx512;
        if (Avx2.IsSupported) yield return InstructionSet.Avx2;
        yield return InstructionSet.Portable;
    }
}
