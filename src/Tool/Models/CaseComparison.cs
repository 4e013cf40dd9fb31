using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fusion.Gpu;
using Fusion.Import;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Tool.Models;

/// <summary>Runs a case on every back end, and holds the results against others.</summary>
internal sealed class CaseComparison
{
    private readonly ImportedCase _item;
    private readonly CompiledCase _compiled;
    private readonly Dictionary<string, ConstantTensor> _inputs = new(StringComparer.Ordinal);
    private readonly List<(string BackEnd, float[][] Values)> _results;

    private CaseComparison(ImportedCase item, CompiledCase compiled, GpuDevice? device)
    {
        (_item, _compiled) = (item, compiled);
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
            return fits ? OfBatch(worst)
                : InFloats(worst) ?? Case(Outcome.Failed, worst, "against ONNX Runtime");
        }

        return InFloats(null)
            ?? new VerifiedCase(_item.Name, Outcome.Unchecked, 0, "",
                $"runs on {BackEnds}, but nothing to compare with is there: {problem}");
    }

    /// <summary>Of a model that takes several samples, two of them at once in ONNX Runtime, and one by one in Fusion.</summary>
    private VerifiedCase OfBatch(Comparison one)
    {
        ImportedModel model = _item.Network.Model;
        if (!model.TakesBatches) return Case(Outcome.Passed, one, "against ONNX Runtime");
        float[][][] samples = [.. Enumerable.Range(1, 2).Select(sample =>
            model.Inputs.Select((border, i) => RandomInput.Of(border, i + sample * model.Inputs.Count)).ToArray())];
        var inputs = new Dictionary<string, ConstantTensor>(_inputs, StringComparer.Ordinal);
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            inputs[model.Inputs[i].ModelName] = ConstantTensor.OfFloats(
                [2, .. model.Inputs[i].Dimensions[1..]], [.. samples[0][i], .. samples[1][i]]);
        }

        // Files that leave the batch open, and then take one sample only, are not Fusion's business.
        if (Try(() => OnnxRuntimeLibrary.Open(_item.File), out _, inputs) is not { } expected)
            return Case(Outcome.Passed, one, "against ONNX Runtime, which takes one sample only");
        float[][][] found = [.. samples.Select(sample => _compiled.Run(Available().First(), sample))];
        Comparison[] comparisons = [.. expected.Select((values, i) =>
            values.Length != found[0][i].Length + found[1][i].Length
                ? new Comparison(double.PositiveInfinity, model.Outputs[i].ModelName, Fits: false)
                : Comparison.Of(model.Outputs[i].ModelName, [.. found[0][i], .. found[1][i]], values))];
        return comparisons.All(comparison => comparison.Fits)
            ? Case(Outcome.Passed, one, "against ONNX Runtime, and for two samples at once")
            : Case(Outcome.Failed, comparisons.MaxBy(comparison => comparison.Error)!,
                "against ONNX Runtime for two samples at once, though not for one");
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

    /// <param name="inputs">Null for those of the case.</param>
    private float[][]? Try(
        Func<InferenceSession> open, out string problem, IReadOnlyDictionary<string, ConstantTensor>? inputs = null)
    {
        problem = "";
        try
        {
            return OnnxRuntimeRun.Run(open, inputs ?? _inputs, _item.Network.Model.Outputs);
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
