using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>From PyTorch's order, all pixels of a channel together, back to all channels of a pixel: gathered, a vector of channels at a
/// time.</summary>
public static class UnflattenEmitter
{
    public static void Emit(SampleWriter map)
    {
        SampleView result = map.Plan.Result;
        int channels = result.Channels, lanes = map.Lanes, tail = channels % lanes, pixels = result.Pixels;
        if (channels >= lanes) map.Map.Table("apart", "ChannelOffsets", Enumerable.Range(0, lanes).Select(lane => lane * pixels));
        // Lanes without a channel look at the first one again.
        if (tail > 0)
            map.Map.Table("lastApart", "LastChannelOffsets", Enumerable.Range(0, lanes).Select(lane => lane < tail ? lane * pixels : 0));
        map.OpenRows();
        string line = result.Rows == 1 ? "" : $" + {KernelText.Times("line", result.Width)}";
        map.Writer.Line($"float* x = {SampleWriter.Start(map.Plan.Samples[0], "sample")}{line};");
        map.Writer.Open($"for (int column = 0; column < {result.Width}; column++, x++)");
        map.Map.Channels(channels, channel =>
        {
            bool isTail = tail > 0 && channel == KernelText.Offset(channels - tail);
            string start = channel == " + c" ? $"x + {KernelText.Times("c", pixels)}"
                : KernelText.Plus("x", isTail ? (long)(channels - tail) * pixels : 0);
            map.Writer.Line($"{map.Code.Type} v = {map.Code.Gather(start, isTail ? "lastApart" : "apart")};");
        });
        map.Map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }
}
