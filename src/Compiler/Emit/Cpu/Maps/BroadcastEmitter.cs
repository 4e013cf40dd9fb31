using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Repeats a value where it has the size 1: its pointer stays, or its one number is put in every channel.</summary>
public static class BroadcastEmitter
{
    public static void Emit(MapWriter map)
    {
        View input = map.Input.Pixels == map.Output.Pixels ? map.Input : map.Input.SpreadOver(map.Output);
        bool isOneNumber = input.Channels == 1 && map.Output.Channels > 1;
        map.OpenRows();
        map.Writer.Line(
            $"float* x = {KernelText.Base(input)} + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(map.Output))};");
        map.Writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(map.Output.Channels, channel => map.Writer.Line(
            $"{map.Code.Type} v = {(isOneNumber ? map.Code.Broadcast("*x") : map.Code.Load("x" + channel))};"));
        if (input.PixelStride > 0) map.Writer.Line($"x += {input.PixelStride};");
        map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }
}
