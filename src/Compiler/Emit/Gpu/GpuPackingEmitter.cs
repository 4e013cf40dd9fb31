using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the weights are laid out for the kernels of all sizes.</summary>
internal static class GpuPackingEmitter
{
    public const string ClassName = "GpuPacking";

    public static void Emit(CodeWriter writer, GpuProgramSet set)
    {
        GpuWeightLayout layout = set.Weights;
        writer.Summary($"How the weights are laid out for GPUs{(set.Suffix.Length == 0 ? "" : ", for " + set.Suffix)}.");
        writer.Open($"internal static unsafe class {ClassName}{set.Suffix}");
        writer.Line($"public const long Floats = {layout.Floats};");
        writer.Line();
        writer.Line("public static delegate*<WeightPacker, void> Function => &Pack;");
        writer.Line();
        writer.Open("private static void Pack(WeightPacker packer)");
        foreach (GpuWeights weights in layout.Convolutions)
        {
            string parts = string.Join(", ", weights.Convolution.Parts.Select(WeightSources.Of));
            string taps = CodeWriter.Number(weights.Convolution.Taps);
            writer.Line(weights.IsDepthwise
                ? $"packer.Depthwise({weights.Offset}, {weights.BiasOffset}, {weights.Convolution.Outputs}, {taps}, {parts});"
                : $"packer.Convolution({weights.Offset}, {weights.BiasOffset}, {weights.Panel}, 0, {weights.Convolution.Outputs}, " +
                    $"{weights.Inputs}, {taps}, {weights.Convolution.Groups}, {parts});");
        }
        foreach (ChannelVectors vector in layout.Vectors) EmitVector(writer, vector);
        writer.Close();
        writer.Close();
    }

    private static void EmitVector(CodeWriter writer, ChannelVectors vector)
    {
        switch (vector)
        {
            case SlopeVector slopes:
                writer.Line(
                    $"packer.Vector({slopes.Offset}, {slopes.Channels}, {vector.Padded}, {Escape.Literal(slopes.Operation.WeightName)});");
                break;
            case NormVectors norm:
                writer.Line($"packer.BatchNorm({norm.ScaleOffset}, {norm.ShiftOffset}, {norm.Channels}, {vector.Padded}, "
                    + $"{Escape.Literal(norm.Operation.Path)}, {WeightSources.Double(norm.Operation.Epsilon)});");
                break;
        }
    }
}
