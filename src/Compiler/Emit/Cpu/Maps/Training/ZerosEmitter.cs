using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Zeros, taken through the epilogue.</summary>
public static class ZerosEmitter
{
    public static void Emit(MapWriter map)
    {
        map.OpenPixels();
        map.Channels(map.Output.Channels, _ => map.Writer.Line($"{map.Code.Type} v = {map.Code.Zero};"));
        map.ClosePixels();
    }
}
