using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>The sums of products over the positions of each sample; one factor may be a norm's result, which is made on the way.</summary>
public static class ProductSumsEmitter
{
    public static void Emit(SampleWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        BatchNorm? norm = ((ProductSums)map.Plan.Operation).Norm;
        SampleView a = map.Plan.Samples[0], b = map.Plan.Samples[1];
        map.Blocks((channel, count) =>
        {
            if (norm is not null) EmitNorm(map, norm, channel);
            string second = norm is null ? code.Load("b") : code.MultiplyAdd($"{code.Load("b")} - mean", "scale", "bias");
            var total = new WideSum(writer, code, "total");
            total.Declare();
            writer.Open($"for (int row = 0; row < {a.Rows}; row++)");
            writer.Line($"float* a = x0{channel} + {KernelText.Times("row", a.Batch.RowStride)};");
            writer.Line($"float* b = x1{channel} + {KernelText.Times("row", b.Batch.RowStride)};");
            total.AddAll("column", "0", CodeWriter.Number(a.Width), $"{code.Load("a")} * {second}",
                $"a += {a.Batch.PixelStride}, b += {b.Batch.PixelStride}");
            writer.Close();
            writer.Line($"{code.Type} v = {total.Value};");
            foreach (string line in code.Store("v", "y" + channel, count)) writer.Line(line);
        });
    }

    private static void EmitNorm(SampleWriter map, BatchNorm norm, string channel)
    {
        VectorCode code = map.Code;
        View statistics = map.Plan.Inputs[2];
        string variance = code.Load($"{KernelText.Base(statistics, statistics.PixelStride)}{channel}");
        map.Writer.Line($"{code.Type} mean = {code.Load(KernelText.Base(statistics) + channel)};");
        map.Writer.Line($"{code.Type} deviation = {code.Class}.Sqrt({variance} + {code.Constant(norm.Epsilon)});");
        map.Writer.Line($"{code.Type} scale = {code.Load(KernelText.Weights(map.Plan.Weights[0]) + channel)} / deviation;");
        map.Writer.Line($"{code.Type} bias = {code.Load(KernelText.Weights(map.Plan.Weights[1]) + channel)};");
    }
}
