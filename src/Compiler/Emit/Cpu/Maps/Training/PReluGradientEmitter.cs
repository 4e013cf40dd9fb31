namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>The gradient of a PReLU's input: dy, times the slope where x is not positive.</summary>
public static class PReluGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        VectorCode code = map.Code;
        map.Writer.Line($"float* slope = {KernelText.Weights(map.Plan.Weights[0])};");
        map.OpenPixels("x", "dy");
        map.Channels(map.Output.Channels, c =>
        {
            map.Writer.Line($"{code.Type} g = {code.Load("dy" + c)};");
            string isPositive = $"{code.Class}.GreaterThan({code.Load("x" + c)}, {code.Zero})";
            map.Writer.Line($"{code.Type} v = {code.Class}.ConditionalSelect({isPositive}, g, g * {code.Load("slope" + c)});");
        });
        map.ClosePixels("x", "dy");
    }
}
