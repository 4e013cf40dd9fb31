using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Products of two values, a thread for each result, and what attention needs beside them.</summary>
internal static class GpuProductEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var product = (MatMul)map.Plan.Operation;
        View left = map.Plan.Inputs[0], right = map.Plan.Inputs[1];
        CodeWriter writer = map.Writer;
        GpuValue b = map.Context.Value("b", right, ofVectors: false);
        writer.Line(b.Declaration);
        writer.Line($"int first = {GpuValue.Times(GpuValue.Divided("position", left.Width), right.Width)};");
        map.Declare("v", "0f");
        writer.Open($"for (int k = 0; k < {left.Channels}; k++)");
        string other = product.TransposeB ? b.At("first + channel", "k") : b.At("first + k", "channel");
        writer.Line($"v += {map.Input.At("position", "k")} * {other};");
        writer.Close();
        if (product.Scale != 1) writer.Line($"v *= {CodeWriter.Float(product.Scale)};");
    }

    public static void EmitCausalMask(GpuMapWriter map)
    {
        string column = GpuValue.Remainder("position", map.Output.Width);
        map.Declare("v", $"channel <= {column} ? {map.Input.At("position", "channel")} : float.NegativeInfinity");
    }
}
