using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Sum or product of two values of which one has a single position in each sample: a gate, for instance.</summary>
public static class BroadcastEmitter
{
    public static void EmitAdd(SampleWriter map) => Emit(map, "+");

    public static void EmitMultiply(SampleWriter map) => Emit(map, "*");

    private static void Emit(SampleWriter map, string symbol)
    {
        CodeWriter writer = map.Writer;
        map.OpenRows();
        for (int i = 0; i < 2; i++)
        {
            SampleView operand = map.Plan.Samples[i];
            string row = operand.Pixels == 1 ? "" : $" + {KernelText.Times("line", operand.Batch.RowStride)}";
            writer.Line($"float* x{i} = {SampleWriter.Start(operand, "sample")}{row};");
        }
        writer.Open($"for (int column = 0; column < {map.Plan.Result.Width}; column++)");
        map.Map.Channels(map.Plan.Result.Channels, channel => writer.Line(
            $"{map.Code.Type} v = {map.Code.Load("x0" + channel)} {symbol} {map.Code.Load("x1" + channel)};"));
        for (int i = 0; i < 2; i++)
            if (map.Plan.Samples[i].Pixels > 1) map.Map.NextInputPixel(i, $"x{i}");
        map.Map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
