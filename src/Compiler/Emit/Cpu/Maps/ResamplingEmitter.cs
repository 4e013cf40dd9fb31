using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Positions that are moved, or made of two or four along each dimension.</summary>
public static class ResamplingEmitter
{
    /// <summary>The places of a usual interpolation are computed; of others there are tables.</summary>
    public static void EmitResize(MapWriter map)
    {
        if (((Resize)map.Plan.Operation).IsUsual) Emit(map);
        else TapSumEmitter.EmitResize(map);
    }

    public static void Emit(MapWriter map)
    {
        var operation = (Resampling)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        View input = map.Input, output = map.Output;
        ResamplingAxis frame = new(operation, 0, "frame", input.Frames, output.Frames),
            line = new(operation, 1, "line", input.Height, output.Height), column = new(operation, 2, "column", input.Width, output.Width);
        map.OpenRows();
        writer.Line(output.Frames == 1 ? $"int {(frame.IsSame ? "" : "frame = 0, ")}line = row;"
            : $"int frame = row / {output.Height}, line = row % {output.Height};");
        frame.Emit(writer);
        line.Emit(writer);
        var rows = new List<string>();
        for (int t = 0; t < frame.Count; t++)
            for (int y = 0; y < line.Count; y++)
            {
                string name = frame.Count * line.Count == 1 ? "x" : $"x{t}{y}";
                string plane = output.Frames == 1 && frame.IsSame ? "" : $" + {KernelText.Times(frame.Position(t), input.PlaneStride)}";
                writer.Line($"float* {name} = {KernelText.Base(input)}{plane} + {KernelText.Times(line.Position(y), input.RowStride)};");
                rows.Add(name);
            }
        Broadcast(map, frame);
        Broadcast(map, line);
        string inside = string.Join(" && ", new[] { frame, line, column }.Where(axis => axis.HasOutside).Select(axis => axis.Inside));
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        column.Emit(writer);
        for (int x = 0; x < column.Count; x++)
            writer.Line($"{Offset(input)} offset{x} = {KernelText.Times(column.Position(x), input.PixelStride)};");
        Broadcast(map, column);
        map.Channels(output.Channels, channel =>
        {
            var values = new List<string>();
            foreach (string row in rows)
                values.Add(Sum(map, column, [.. Enumerable.Range(0, column.Count)
                    .Select(x => map.Code.Load($"{row} + offset{x}{channel}"))]));
            values = Join(map, line, values);
            values = Join(map, frame, values);
            writer.Line(inside.Length == 0 ? $"{map.Code.Type} v = {values[0]};"
                : $"{map.Code.Type} v = {inside} ? {values[0]} : {map.Code.Constant(operation.Outside)};");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>A row may be longer than an int counts floats.</summary>
    private static string Offset(View input) => (long)input.Width * input.PixelStride > int.MaxValue ? "long" : "int";

    private static string VectorOf(ResamplingAxis axis, int i) => axis.Share(i) + "s";

    private static void Broadcast(MapWriter map, ResamplingAxis axis)
    {
        int shares = axis.Count == 1 ? 0 : axis.Count == 2 ? 1 : 4;
        for (int i = 0; i < shares; i++)
            map.Writer.Line($"{map.Code.Type} {VectorOf(axis, i)} = {map.Code.Broadcast(axis.Share(i))};");
    }

    /// <summary>Makes one of as many neighbours as the dimension has, each of which gets a name first.</summary>
    private static List<string> Join(MapWriter map, ResamplingAxis axis, List<string> values)
    {
        if (axis.Count == 1) return values;
        for (int n = 0; n < values.Count; n++) map.Writer.Line($"{map.Code.Type} {axis.Name}{n} = {values[n]};");
        return [.. Enumerable.Range(0, values.Count / axis.Count).Select(n =>
            Sum(map, axis, [.. Enumerable.Range(n * axis.Count, axis.Count).Select(i => $"{axis.Name}{i}")]))];
    }

    private static string Sum(MapWriter map, ResamplingAxis axis, IReadOnlyList<string> values) => axis.Count switch
    {
        1 => values[0],
        2 => map.Context.Functions.Call("Mix", values[0], values[1], VectorOf(axis, 0)),
        _ => Enumerable.Range(1, 3).Aggregate($"{values[0]} * {VectorOf(axis, 0)}",
            (sum, i) => map.Code.MultiplyAdd(values[i], VectorOf(axis, i), sum)),
    };
}
