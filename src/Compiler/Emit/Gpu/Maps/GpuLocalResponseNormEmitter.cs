namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Each channel divided by a power of its neighbours' mean square.</summary>
internal static class GpuLocalResponseNormEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var norm = (LocalResponseNorm)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels;
        writer.Line($"int from = channel > {norm.Size / 2} ? channel - {norm.Size / 2} : 0;");
        writer.Line($"int to = channel < {channels - 1 - (norm.Size - 1) / 2} ? channel + {(norm.Size - 1) / 2} : {channels - 1};");
        writer.Line("float sum = 0f;");
        writer.Open("for (int near = from; near <= to; near++)");
        writer.Line($"float next = {map.Input.At("position", "near")};");
        writer.Line("sum += next * next;");
        writer.Close();
        writer.Line($"float scale = sum * {CodeWriter.Float(norm.Alpha / norm.Size)} + {CodeWriter.Float(norm.K)};");
        string power = norm.Beta switch
        {
            0.5 => "MathF.Sqrt(scale)",
            0.75 => "(MathF.Sqrt(scale) * MathF.Sqrt(MathF.Sqrt(scale)))",
            1 => "scale",
            _ => map.Context.Functions.Call("Exp", $"{CodeWriter.Float(norm.Beta)} * {map.Context.Functions.Call("Log", "scale")}"),
        };
        map.Declare("v", $"{map.Input.At("position", "channel")} / {power}");
    }
}
