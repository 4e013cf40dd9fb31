using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Positions by their numbers, and the sums of gradients over where they went.</summary>
public static class GatherEmitter
{
    public static void Emit(MapWriter map)
    {
        var gather = (Gather)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int axis = map.Plan.Rank - 1 - gather.Axis;
        map.Table("numbers", "Positions", gather.Indices);
        map.OpenRows();
        writer.Line($"float* x = {KernelText.Base(map.Input)}{Row(map, axis, position => $"numbers[{position}]")};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        writer.Line($"float* source = x + {KernelText.Times(axis == 1 ? "numbers[column]" : "column", map.Input.PixelStride)};");
        map.Channels(map.Output.Channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load("source" + channel)};"));
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>For each position, the numbers of those it went to, in order.</summary>
    public static void EmitGradient(MapWriter map)
    {
        var gradient = (GatherGradient)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int axis = map.Plan.Rank - 1 - gradient.Pick.Axis;
        var indices = gradient.Pick.Indices;
        int[][] uses = [.. Enumerable.Range(0, gradient.Size)
            .Select(position => Enumerable.Range(0, indices.Count).Where(i => indices[i] == position).ToArray())];
        int[] starts = new int[gradient.Size + 1];
        for (int i = 0; i < uses.Length; i++) starts[i + 1] = starts[i] + uses[i].Length;
        map.Table("starts", "Starts", starts);
        map.Table("uses", "Uses", uses.SelectMany(use => use));
        map.OpenRows();
        writer.Line($"float* x = {KernelText.Base(map.Input)}{Row(map, axis, _ => "0")};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        string position = axis == 1 ? "column" : axis == 2 ? Height(map) : Frame(map);
        int step = axis == 1 ? map.Input.PixelStride : axis == 2 ? map.Input.RowStride : map.Input.PlaneStride;
        if (axis != 1) writer.Line($"float* source = x + {KernelText.Times("column", map.Input.PixelStride)};");
        else writer.Line("float* source = x;");
        writer.Line($"int place = {position};");
        map.Channels(map.Output.Channels, channel =>
        {
            writer.Line($"{map.Code.Type} v = {map.Code.Zero};");
            writer.Line($"for (int i = starts[place]; i < starts[place + 1]; i++) "
                + $"v += {map.Code.Load($"source + uses[i] * {step}{channel}")};");
        });
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    private static string Height(MapWriter map) => map.Output.Frames > 1 ? $"row % {map.Output.Height}" : "row";

    private static string Frame(MapWriter map) => $"row / {map.Output.Height}";

    /// <summary>The offset of the row's frame and height, of which one may be looked up.</summary>
    private static string Row(MapWriter map, int axis, Func<string, string> lookUp)
    {
        string frame = Frame(map), height = Height(map);
        if (axis == 3) frame = lookUp(frame);
        if (axis == 2) height = lookUp(height);
        string frames = map.Output.Frames > 1 || axis == 3 ? KernelText.Times(Enclosed(frame), map.Input.PlaneStride) : "0";
        string rows = map.Output.Rows > 1 || axis == 2 ? KernelText.Times(Enclosed(height), map.Input.RowStride) : "0";
        return (frames == "0" ? "" : " + " + frames) + (rows == "0" ? "" : " + " + rows);
    }

    private static string Enclosed(string text) =>
        text.Contains(' ') && !text.StartsWith("numbers", StringComparison.Ordinal) ? $"({text})" : text;
}
