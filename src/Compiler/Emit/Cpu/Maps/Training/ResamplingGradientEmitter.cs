using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>For each position, the sum of the dy's that were made of it, with their shares: both come from tables.</summary>
public static class ResamplingGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        var gradient = (ResamplingGradient)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        View dy = map.Input, output = map.Output;
        if (dy.Frames != output.Frames)
            throw new NotSupportedException($"The gradient of {gradient.Forward.Kind} over frames has no kernel.");
        Declare(map, "line", gradient.Takers(1, output.Height, dy.Height), dy.RowStride);
        Declare(map, "column", gradient.Takers(2, output.Width, dy.Width), dy.PixelStride);
        map.OpenRows();
        writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        writer.Line($"float* dy = {KernelText.Base(dy)} + {KernelText.Times("frame", dy.PlaneStride)};");
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        map.Channels(output.Channels, channel =>
        {
            writer.Line($"{map.Code.Type} v = {map.Code.Zero};");
            writer.Open("for (int i = lineStarts[line]; i < lineStarts[line + 1]; i++)");
            writer.Line($"float* x = dy + lines[i]{channel};");
            writer.Line($"{map.Code.Type} sum = {map.Code.Zero};");
            writer.Line("for (int j = columnStarts[column]; j < columnStarts[column + 1]; j++)");
            string share = map.Code.Broadcast("columnShares[j]");
            writer.Line($"    sum = {map.Code.MultiplyAdd(map.Code.Load("x + columns[j]"), share, "sum")};");
            writer.Line($"v = {map.Code.MultiplyAdd("sum", map.Code.Broadcast("lineShares[i]"), "v")};");
            writer.Close();
        });
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>Where the takers of each position begin in the table, where in dy they lie, and their shares.</summary>
    private static void Declare(MapWriter map, string name, IReadOnlyList<IReadOnlyList<PositionShare>> takers, int stride)
    {
        int start = 0;
        map.Table(name + "Starts", $"{map.Plan.Name}_{name}Starts", [0, .. takers.Select(near => start += near.Count)]);
        // A table of nothing has no place in memory.
        PositionShare[] all = [.. takers.SelectMany(near => near), .. start == 0 ? [default] : Array.Empty<PositionShare>()];
        map.Table(name + "s", $"{map.Plan.Name}_{name}s", all.Select(taker => taker.Position * stride));
        map.Table(name + "Shares", $"{map.Plan.Name}_{name}Shares", all.Select(taker => taker.Share));
    }
}
