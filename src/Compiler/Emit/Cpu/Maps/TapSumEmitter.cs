using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Each position as a sum over others with shares, dimension by dimension: which, and how much of each, comes from a table for
/// every dimension that is not the same before and behind.</summary>
internal sealed class TapSumEmitter
{
    private static readonly string[] s_axes = ["frame", "line", "column"];

    private readonly MapWriter _map;
    private readonly IReadOnlyList<IReadOnlyList<PositionShare>>?[] _taps;

    /// <param name="taps">For each position along T, H and W what it is made of; null for a dimension that stays as it is.</param>
    private TapSumEmitter(MapWriter map, IReadOnlyList<IReadOnlyList<PositionShare>>?[] taps) => (_map, _taps) = (map, taps);

    /// <summary>Interpolations of any form.</summary>
    public static void EmitResize(MapWriter map)
    {
        var resize = (Resize)map.Plan.Operation;
        int[] from = Sizes(map.Input), to = Sizes(map.Output);
        new TapSumEmitter(map,
        [
            .. Enumerable.Range(0, 3).Select(axis => resize.IsSame(axis, from[axis], to[axis]) ? null
                : Enumerable.Range(0, to[axis]).Select(position => resize.Sources(axis, position, from[axis], to[axis])).ToList()),
        ]).Emit(resize.Outside);
    }

    /// <summary>For each position, the sum of the dy's that were made of it.</summary>
    public static void EmitGradient(MapWriter map)
    {
        var gradient = (ResamplingGradient)map.Plan.Operation;
        int[] dy = Sizes(map.Input), to = Sizes(map.Output);
        new TapSumEmitter(map,
        [
            .. Enumerable.Range(0, 3).Select(axis =>
                gradient.Takers(axis, to[axis], dy[axis]) is var takers && IsSame(takers, dy[axis]) ? null : takers),
        ]).Emit(0);
    }

    private static int[] Sizes(View view) => [view.Frames, view.Height, view.Width];

    private static bool IsSame(IReadOnlyList<IReadOnlyList<PositionShare>> taps, int size) => taps.Count == size
        && taps.Select((near, i) => near.Count == 1 && near[0] == new PositionShare(i, 1)).All(isSame => isSame);

    private void Emit(double outside)
    {
        CodeWriter writer = _map.Writer;
        View input = _map.Input;
        for (int axis = 0; axis < 3; axis++)
            if (_taps[axis] is { } taps) Declare(s_axes[axis], taps);
        _map.OpenRows();
        if (_map.Output.Frames > 1 || input.Frames > 1)
            writer.Line($"int frame = row / {_map.Output.Height}, line = row % {_map.Output.Height};");
        else writer.Line("int line = row;");
        writer.Line($"float* x = {KernelText.Base(input)};");
        writer.Open($"for (int column = 0; column < {_map.Output.Width}; column++)");
        string inside = outside == 0 ? "" : Inside();
        _map.Channels(_map.Output.Channels, channel =>
        {
            Sum(0, "x", "v", channel);
            if (inside.Length > 0) writer.Line($"if (!({inside})) v = {_map.Code.Constant(outside)};");
        });
        _map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>Declares the sum over a dimension and those within it.</summary>
    private void Sum(int axis, string pointer, string sum, string channel)
    {
        CodeWriter writer = _map.Writer;
        if (axis == 3)
        {
            writer.Line($"{_map.Code.Type} {sum} = {_map.Code.Load(pointer + channel)};");
            return;
        }

        string name = s_axes[axis];
        if (_taps[axis] is null)
        {
            string here = axis == 0 && _map.Output.Frames == 1 ? "0" : Times(axis, name);
            Sum(axis + 1, here == "0" ? pointer : $"{pointer} + {here}", sum, channel);
            return;
        }

        string i = name + "Tap";
        writer.Line($"{_map.Code.Type} {sum} = {_map.Code.Zero};");
        writer.Open($"for (int {i} = {name}Starts[{name}]; {i} < {name}Starts[{name} + 1]; {i}++)");
        writer.Line($"float* {name}X = {pointer} + {Times(axis, $"{name}s[{i}]")};");
        Sum(axis + 1, name + "X", name + "Sum", channel);
        writer.Line($"{sum} = {_map.Code.MultiplyAdd(name + "Sum", _map.Code.Broadcast($"{name}Shares[{i}]"), sum)};");
        writer.Close();
    }

    private string Times(int axis, string position)
    {
        View input = _map.Input;
        int stride = axis == 0 ? input.PlaneStride : axis == 1 ? input.RowStride : input.PixelStride;
        return KernelText.Times(position, stride);
    }

    /// <summary>The condition that the position is made of anything.</summary>
    private string Inside() => string.Join(" && ", Enumerable.Range(0, 3)
        .Where(axis => _taps[axis] is { } taps && taps.Any(near => near.Count == 0))
        .Select(axis => $"{s_axes[axis]}Starts[{s_axes[axis]}] < {s_axes[axis]}Starts[{s_axes[axis]} + 1]"));

    /// <summary>Where what each position is made of begins in the table, the positions there, and their shares.</summary>
    private void Declare(string name, IReadOnlyList<IReadOnlyList<PositionShare>> taps)
    {
        int start = 0;
        _map.Table(name + "Starts", $"{_map.Plan.Name}_{name}Starts", [0, .. taps.Select(near => start += near.Count)]);
        // A table of nothing has no place in memory.
        PositionShare[] all = [.. taps.SelectMany(near => near), .. start == 0 ? [default] : Array.Empty<PositionShare>()];
        _map.Table(name + "s", $"{_map.Plan.Name}_{name}s", all.Select(tap => tap.Position));
        _map.Table(name + "Shares", $"{_map.Plan.Name}_{name}Shares", all.Select(tap => tap.Share));
    }
}
