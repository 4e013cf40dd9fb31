using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>A transposition to PyTorch's order, all pixels of a channel together. Threads share the channels.</summary>
public static class FlattenEmitter
{
    public static void Emit(MapWriter map)
    {
        View input = map.Input;
        var pixels = new Pixels(input, input.IsFlat ? 1 : input.Rows, input.IsFlat ? input.Pixels : input.Width);
        DeclareTables(map, pixels);
        map.Writer.Line($"float* input = {KernelText.Base(input)};");
        map.Writer.Open("for (int channel = first; channel < last; channel++)");
        map.Writer.Line($"float* y = {KernelText.Base(map.Output)} + {KernelText.Times("channel", input.Pixels)};");
        EmitChannel(map, pixels);
        map.Writer.Close();
    }

    /// <summary>The same for every sample of a batch.</summary>
    public static void EmitSamples(SampleWriter map)
    {
        SampleView input = map.Plan.Samples[0];
        var pixels = new Pixels(input.Batch, input.IsFlat ? 1 : input.Rows, input.IsFlat ? input.Pixels : input.Width);
        DeclareTables(map.Map, pixels);
        map.Writer.Open("for (int unit = first; unit < last; unit++)");
        map.Writer.Line($"int sample = unit / {input.Channels}, channel = unit % {input.Channels};");
        map.Writer.Line($"float* input = {SampleWriter.Start(input, "sample")};");
        map.Writer.Line($"float* y = {SampleWriter.Start(map.Plan.Result, "sample")} + {KernelText.Times("channel", input.Pixels)};");
        EmitChannel(map.Map, pixels);
        map.Writer.Close();
    }

    /// <summary>What is walked: as one row where there are no gaps.</summary>
    private sealed record Pixels(View Input, int Rows, int Width);

    private static void DeclareTables(MapWriter map, Pixels pixels)
    {
        int lanes = map.Lanes, tail = pixels.Width % lanes, stride = pixels.Input.PixelStride;
        if (pixels.Width >= lanes) map.Table("pixels", "PixelOffsets", Enumerable.Range(0, lanes).Select(lane => lane * stride));
        // Lanes without a pixel look at the first one again.
        if (tail > 0)
            map.Table("lastPixels", "LastPixelOffsets", Enumerable.Range(0, lanes).Select(lane => lane < tail ? lane * stride : 0));
    }

    private static void EmitChannel(MapWriter map, Pixels pixels)
    {
        CodeWriter writer = map.Writer;
        View input = pixels.Input;
        int lanes = map.Lanes, rows = pixels.Rows, width = pixels.Width, full = width / lanes * lanes, tail = width - full;
        if (rows > 1) writer.Open($"for (int row = 0; row < {rows}; row++, y += {width})");
        string row = rows > 1 ? " + " + KernelText.RowOffset(input, "row", rows > input.Height ? input.Height : int.MaxValue) : "";
        writer.Line($"float* x = input + channel{row};");
        if (full > 0)
        {
            writer.Open($"for (int column = 0; column < {full}; column += {lanes}, x += {lanes * input.PixelStride})");
            writer.Line($"{map.Code.Gather("x", "pixels")}.Store(y + column);");
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Line($"{map.Code.Type} v = {map.Code.Gather("x", "lastPixels")};");
            foreach (string line in map.Code.Store("v", "y" + KernelText.Offset(full), tail)) writer.Line(line);
        }
        if (rows > 1) writer.Close();
    }
}
