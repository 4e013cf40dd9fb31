using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>A sample is read once to find where each channel is greatest, then written: dy there, zeros elsewhere.</summary>
public static class GlobalMaxPoolGradientEmitter
{
    public static void Emit(SampleWriter map)
    {
        SampleView x = map.Plan.Samples[0], result = map.Plan.Result;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        map.Blocks((channel, count) =>
        {
            writer.Line($"{code.Type} greatest = {code.Load("x0" + channel)};");
            writer.Line($"{code.Class}<int> place = {code.Class}<int>.Zero;");
            Walk(x, "x0" + channel, () =>
            {
                writer.Line($"{code.Type} next = {code.Load("at")};");
                writer.Line($"{code.Type} exceeds = {map.Exceeds("next", "greatest")};");
                writer.Line($"greatest = {code.Class}.ConditionalSelect(exceeds, next, greatest);");
                writer.Line($"place = {code.Class}.ConditionalSelect(exceeds.AsInt32(), {map.Integers("pixel")}, place);");
            });
            writer.Line($"{code.Type} dy = {code.Load("x1" + channel)};");
            Walk(result, "y" + channel, () =>
            {
                writer.Line($"{code.Type} v = {map.At("pixel", "place", "dy")};");
                foreach (string line in code.Store("v", "at", count)) writer.Line(line);
            });
        });

        void Walk(SampleView view, string start, Action body)
        {
            writer.Open($"for (int row = 0, pixel = 0; row < {view.Rows}; row++)");
            writer.Line($"float* at = {start} + {KernelText.Times("row", view.Batch.RowStride)};");
            writer.Open($"for (int column = 0; column < {view.Width}; column++, pixel++, at += {view.Batch.PixelStride})");
            body();
            writer.Close();
            writer.Close();
        }
    }
}
