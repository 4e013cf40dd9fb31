using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the weights are laid out for the kernels of all sizes: for single samples, and for batches where that
/// differs.</summary>
internal static class GpuPackingEmitter
{
    public const string ClassName = "GpuPacking";

    private const string BatchName = "GpuBatchPacking";

    public static void Emit(CodeWriter writer, GpuProgramSet set)
    {
        string of = set.Suffix.Length == 0 ? "" : ", for " + set.Suffix;
        Emit(writer, ClassName + set.Suffix, $"How the weights are laid out for GPUs{of}.", set.OfOne);
        if (BatchClass(set) == ClassName + set.Suffix) return;
        writer.Line();
        Emit(writer, BatchName + set.Suffix, $"How the weights are laid out for the kernels for batches{of}.", set.OfBatch);
    }

    /// <summary>The class with the layout for batches.</summary>
    public static string BatchClass(GpuProgramSet set) =>
        (Lines(set.OfOne) == Lines(set.OfBatch) ? ClassName : BatchName) + set.Suffix;

    private static string Lines(GpuWeightLayout layout)
    {
        var writer = new CodeWriter();
        EmitLines(writer, layout);
        return writer.ToString();
    }

    private static void Emit(CodeWriter writer, string name, string summary, GpuWeightLayout layout)
    {
        writer.Summary(summary);
        writer.Open($"internal static unsafe class {name}");
        writer.Line($"public const long Floats = {layout.Floats};");
        writer.Line();
        writer.Line("public static delegate*<WeightPacker, void> Function => &Pack;");
        writer.Line();
        writer.Open("private static void Pack(WeightPacker packer)");
        EmitLines(writer, layout);
        writer.Close();
        writer.Close();
    }

    private static void EmitLines(CodeWriter writer, GpuWeightLayout layout)
    {
        foreach (GpuWeights weights in layout.Convolutions)
        {
            string parts = string.Join(", ", weights.Convolution.Parts.Select(WeightSources.Of));
            string taps = CodeWriter.Number(weights.Convolution.Taps), packer = weights.IsNarrow ? "packer.BFloat16Rows()" : "packer";
            writer.Line(weights.Transform is { } transform
                ? $"packer.Winograd({weights.Offset}, {weights.BiasOffset}, {weights.Panel}, 0, {weights.Outputs}, {weights.Inputs}, " +
                    $"[{string.Join(", ", transform.Filter.Select(WeightSources.Double))}], {parts});"
                : weights.IsDepthwise
                ? $"packer.Depthwise({weights.Offset}, {weights.BiasOffset}, {weights.Convolution.Outputs}, {taps}, {parts});"
                : $"{packer}.Convolution({weights.Offset}, {weights.BiasOffset}, {weights.Panel}, 0, {weights.Convolution.Outputs}, " +
                    $"{weights.Inputs}, {taps}, {weights.Convolution.Groups}, {parts});");
        }
        foreach (ChannelVectors vector in layout.Vectors) EmitVector(writer, vector);
    }

    private static void EmitVector(CodeWriter writer, ChannelVectors vector)
    {
        switch (vector)
        {
            case SlopeVector slopes:
                writer.Line(
                    $"packer.Vector({slopes.Offset}, {slopes.Channels}, {vector.Padded}, {Escape.Literal(slopes.Operation.WeightName)});");
                break;
            case ParameterVector own:
                writer.Line($"packer.Vector({own.Offset}, {own.Channels}, {vector.Padded}, {Escape.Literal(own.Name)});");
                break;
            case NormVectors norm:
                writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {norm.Channels}, {vector.Padded}, "
                    + $"{Escape.Literal(norm.Operation.Path)}, {WeightSources.Double(norm.Operation.Epsilon)});");
                break;
        }
    }
}
