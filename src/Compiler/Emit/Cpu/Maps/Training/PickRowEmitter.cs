using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One row of several sums.</summary>
public static class PickRowEmitter
{
    public static void Emit(MapWriter map)
    {
        View input = map.Input;
        map.Writer.Line($"float* x = {KernelText.Base(input, (long)((PickRow)map.Plan.Operation).Row * input.PixelStride)};");
        map.OpenPixels();
        map.Channels(map.Output.Channels, c => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + c)};"));
        map.ClosePixels();
    }
}
