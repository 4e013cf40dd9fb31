using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Softmax over channels that would fill at most half of a vector: a lane has a pixel instead, so that all lanes compute exponentials. A
/// pixel's channels are added in their order, as by <see cref="SoftmaxEmitter"/>, and the bits are the same.
/// </summary>
internal static class NarrowSoftmaxEmitter
{
    public static bool Takes(MapWriter map) => map.Output.Channels <= map.Lanes / 2 && map.Output.Width > 1;

    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input;
        int lanes = map.Lanes, width = map.Output.Width, tail = width % lanes, full = width - tail;
        writer.Comment("Channel after channel, the exponentials of so many pixels as a vector has lanes.");
        writer.Line($"float* e = stackalloc float[{map.Output.Channels * lanes}];");
        if (full > 0) Table(map, "pixels", lanes);
        if (tail > 0) Table(map, "lastPixels", tail);
        map.OpenRows();
        map.InputRow();
        if (full > 0)
        {
            writer.Open($"for (int column = 0; column < {full}; column += {lanes})");
            EmitPixels(map, "pixels", lanes);
            writer.Line($"x += {(long)lanes * input.PixelStride};");
            writer.Line($"y += {(long)lanes * map.Output.PixelStride};");
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open("");
            EmitPixels(map, "lastPixels", tail);
            writer.Close();
        }
        writer.Close();
    }

    /// <summary>Where the lanes' pixels lie; a lane without one looks at the first again.</summary>
    private static void Table(MapWriter map, string name, int count) => map.Table(name, $"{map.Plan.Name}_{name}",
        Enumerable.Range(0, map.Lanes).Select(lane => lane < count ? lane * map.Input.PixelStride : 0));

    private static void EmitPixels(MapWriter map, string pixels, int count)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        int channels = map.Output.Channels, lanes = map.Lanes;
        string x = code.Gather("x + c", pixels), at = $"e + c * {lanes}";
        writer.Comment("The largest channel is taken off, so that no exponential overflows.");
        writer.Line($"{code.Type} most = {code.Gather("x", pixels)};");
        writer.Line($"for (int c = 1; c < {channels}; c++) most = {code.Max(x, "most")};");
        writer.Line($"{code.Type} sum = {code.Zero};");
        writer.Open($"for (int c = 0; c < {channels}; c++)");
        writer.Line($"{code.Type} v = {map.Context.Functions.Call("Exp", $"{x} - most")};");
        writer.Line("sum += v;");
        writer.Line($"v.Store({at});");
        writer.Close();
        writer.Line($"for (int c = 0; c < {channels}; c++) ({code.Load(at)} / sum).Store({at});");
        writer.Line($"for (int pixel = 0; pixel < {count}; pixel++)");
        writer.Line($"    for (int c = 0; c < {channels}; c++) y[{KernelText.Times("pixel", map.Output.PixelStride)} + c] = "
            + $"e[c * {lanes} + pixel];");
    }
}
