using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Each position's share of dy of all windows in which it lies.</summary>
public static class AveragePoolGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        AveragePool pool = ((AveragePoolGradient)map.Plan.Operation).Pool;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View dy = map.Input, output = map.Output;
        var (line, column) = PoolAxis.Of(PoolWindow.Of(pool), output, dy);
        var sum = new GatherSum(map, line.MostWindows, column.MostWindows);
        bool allAlike = pool.CountPadding ? !line.LeavesPadding && !column.LeavesPadding
            : line.StaysInside && column.StaysInside;
        map.OpenRows();
        writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        writer.Line(line.Range());
        writer.Line($"float* dy = {KernelText.Base(dy)} + {KernelText.Times("frame", dy.PlaneStride)};");
        if (allAlike)
            writer.Line($"{code.Type} count = {code.Constant((double)line.Kernel * column.Kernel)};");
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        writer.Line(column.Range());
        map.Channels(output.Channels, channel =>
        {
            List<string> start = [$"float* x = dy{channel} + i * {dy.RowStride} + columnFrom * {dy.PixelStride};"];
            string term = code.Load("x");
            if (!allAlike)
            {
                start.Add($"float lines = {line.Count("i", pool.CountPadding)};");
                term += $" / {code.Broadcast($"lines * {column.Count("j", pool.CountPadding)}")}";
            }
            string[] hits = [.. new[] { line.Hits("i"), column.Hits("j") }.OfType<string>()];
            if (hits.Length > 0) term = $"({string.Join(" && ", hits)} ? {term} : {code.Zero})";
            sum.Emit(start, term, $"x += {dy.PixelStride}");
            if (allAlike) writer.Line("v /= count;");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
