using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>A transposition to PyTorch's order, all pixels of a channel together. Threads share the channels.</summary>
public static class FlattenEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input;
        int lanes = map.Lanes;
        int rows = input.IsFlat ? 1 : input.Rows, width = input.IsFlat ? input.Pixels : input.Width;
        int full = width / lanes * lanes, tail = width - full;
        if (full > 0) map.Table("pixels", "PixelOffsets", Enumerable.Range(0, lanes).Select(lane => lane * input.PixelStride));
        // Lanes without a pixel look at the first one again.
        if (tail > 0)
            map.Table("lastPixels", "LastPixelOffsets",
                Enumerable.Range(0, lanes).Select(lane => lane < tail ? lane * input.PixelStride : 0));
        writer.Line($"float* input = {KernelText.Base(input)};");
        writer.Open("for (int channel = first; channel < last; channel++)");
        writer.Line($"float* y = {KernelText.Base(map.Output)} + {KernelText.Times("channel", input.Pixels)};");
        if (rows > 1) writer.Open($"for (int row = 0; row < {rows}; row++, y += {width})");
        string row = rows > 1 ? " + " + KernelText.RowOffset(input, "row", input.Frames == 1 ? int.MaxValue : input.Height) : "";
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
        writer.Close();
    }
}
