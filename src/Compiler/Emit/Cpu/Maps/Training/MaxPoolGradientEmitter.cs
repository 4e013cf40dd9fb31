using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// The gradient of a max pooling, row by row: first the rows of windows that reach the row are searched for where their greatest values
/// lie, then each position takes the dy of those windows whose greatest value it holds. The places lie in a thread's own memory, as many
/// rows of them as reach one row.
/// </summary>
public static class MaxPoolGradientEmitter
{
    public static void Emit(SampleWriter map)
    {
        MaxPool pool = ((MaxPoolGradient)map.Plan.Operation).Pool;
        CodeWriter writer = map.Writer;
        SampleView x = map.Plan.Samples[0], dy = map.Plan.Samples[1], result = map.Plan.Result;
        var (line, column) = PoolAxis.Of(PoolWindow.Of(pool), x.Batch, dy.Batch);
        // Where samples are rows, no window reaches from one to the next.
        if (x.Rank == 3) line = line with { Input = 1, Windows = 1 };
        PoolPlaces kept = PoolPlaces.Of(pool, dy);
        string Places(string windowLine) =>
            kept.Rows == 1 ? "places" : $"places + {windowLine} % {kept.Rows} * {kept.Windows * map.Lanes}";
        var sum = new GatherSum(map.Map, line.MostWindows, column.MostWindows);
        writer.Line($"float* places = {KernelText.Scratch(map.Plan)};");
        map.Blocks((channel, count) =>
        {
            writer.Open($"for (int line = 0, searched = 0; line < {x.Rows}; line++)");
            writer.Line(line.Range());
            writer.Open("for (; searched < lineTo; searched++)");
            writer.Line($"float* found = {Places("searched")};");
            Search(map, line, column, channel);
            writer.Close();
            writer.Line($"float* target = y{channel} + {KernelText.Times("line", result.Batch.RowStride)};");
            writer.Open($"for (int column = 0; column < {x.Width}; column++, target += {result.Batch.PixelStride})");
            writer.Line($"int place = line * {x.Width} + column;");
            writer.Line(column.Range());
            sum.Emit(
                [
                    $"float* found = {Places("i")} + columnFrom * {map.Lanes};",
                    $"float* dy = x1{channel} + i * {dy.Batch.RowStride} + columnFrom * {dy.Batch.PixelStride};",
                ],
                map.At("place", $"{map.Code.Load("found")}.AsInt32()", map.Code.Load("dy")),
                $"found += {map.Lanes}, dy += {dy.Batch.PixelStride}");
            foreach (string text in map.Code.Store("v", "target", count)) writer.Line(text);
            writer.Close();
            writer.Close();
        });
    }

    /// <summary>Puts the places of the greatest values of one row of windows to <c>found</c>: of equals the first, of NaN the
    /// last.</summary>
    private static void Search(SampleWriter map, PoolAxis line, PoolAxis column, string channel)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        SampleView x = map.Plan.Samples[0];
        writer.Line($"int top = {line.First("searched")}, bottom = {line.Behind("searched")};");
        writer.Open($"for (int window = 0; window < {column.Windows}; window++, found += {map.Lanes})");
        writer.Line($"int left = {column.First("window")}, right = {column.Behind("window")};");
        writer.Line($"float* lines = x0{channel} + top * {x.Batch.RowStride} + left * {x.Batch.PixelStride};");
        writer.Line($"{code.Type} greatest = {code.Load("lines")};");
        writer.Line($"{code.Class}<int> place = {map.Integers($"top * {x.Width} + left")};");
        writer.Open($"for (int i = top; i < bottom; {line.Step("i")}, lines += {line.Dilation * x.Batch.RowStride})");
        writer.Line("float* at = lines;");
        writer.Open($"for (int j = left; j < right; {column.Step("j")}, at += {column.Dilation * x.Batch.PixelStride})");
        writer.Line($"{code.Type} next = {code.Load("at")};");
        writer.Line($"{code.Type} exceeds = {map.Exceeds("next", "greatest")};");
        writer.Line($"greatest = {code.Class}.ConditionalSelect(exceeds, next, greatest);");
        writer.Line(
            $"place = {code.Class}.ConditionalSelect(exceeds.AsInt32(), {map.Integers($"i * {x.Width} + j")}, place);");
        writer.Close();
        writer.Close();
        writer.Line("place.AsSingle().Store(found);");
        writer.Close();
    }
}
