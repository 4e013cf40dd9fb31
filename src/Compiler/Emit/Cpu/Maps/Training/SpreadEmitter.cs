using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>A sample's only position, times a factor, at every position.</summary>
public static class SpreadEmitter
{
    public static void Emit(SampleWriter map)
    {
        var spread = (Spread)map.Plan.Operation;
        SampleView input = map.Plan.Samples[0];
        map.OpenRows();
        map.Writer.Line($"float* x = {SampleWriter.Start(input, "sample")};");
        string factor = spread.Factor == 1 ? "" : $" * {map.Code.Constant(spread.Factor)}";
        map.Writer.Open($"for (int column = 0; column < {map.Plan.Result.Width}; column++)");
        map.Map.Channels(input.Channels, channel => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)}{factor};"));
        map.Map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }
}
