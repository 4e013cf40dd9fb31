namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Hides later positions, or their gradients.</summary>
public static class CausalMaskEmitter
{
    public static void Emit(MapWriter map) => Emit(map, "float.NegativeInfinity");

    public static void EmitGradient(MapWriter map) => Emit(map, "0f");

    private static void Emit(MapWriter map, string hidden)
    {
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels;
        map.OpenPixels("x");
        writer.Line($"int seen = Math.Min(column + 1, {channels});");
        writer.Line("for (int c = 0; c < seen; c++) y[c] = x[c];");
        writer.Line($"for (int c = seen; c < {channels}; c++) y[c] = {hidden};");
        map.ClosePixels("x");
    }
}
