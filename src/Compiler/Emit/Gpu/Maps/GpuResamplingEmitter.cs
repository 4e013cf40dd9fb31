using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Positions that are moved, or made of two or four along each dimension; and channels that become blocks of positions.</summary>
internal static class GpuResamplingEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var operation = (Resampling)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int[] from = GpuMapWriter.SizesOf(map.Plan.Inputs[0]), to = GpuMapWriter.SizesOf(map.Output);
        map.Locate();
        ResamplingAxis[] axes = [.. Enumerable.Range(0, 3)
            .Select(axis => new ResamplingAxis(operation, axis, GpuMapWriter.Axes[axis], from[axis], to[axis]))];
        foreach (ResamplingAxis axis in axes)
        {
            if (to[axis.Axis] == 1 && !axis.IsSame) writer.Line($"int {axis.Name} = 0;");
            axis.Emit(writer);
        }
        string At(int axis, int i) => axes[axis].IsSame ? map.Place(axis) : axes[axis].Position(i);
        string inside = string.Join(" && ", axes.Where(axis => axis.HasOutside).Select(axis => axis.Inside));
        if (inside.Length > 0)
        {
            writer.Line(map.OfVectors ? "Float4 v = new Float4();" : "float v;");
            map.Each(lane => $"v{lane} = {CodeWriter.Float(operation.Outside)};");
            writer.Line($"if ({inside}) v = {map.At(At(0, 0), At(1, 0), At(2, 0))};");
            return;
        }
        var names = new List<string>();
        for (int t = 0; t < axes[0].Count; t++)
            for (int y = 0; y < axes[1].Count; y++)
                for (int x = 0; x < axes[2].Count; x++)
                {
                    names.Add("near" + CodeWriter.Number(names.Count));
                    map.Declare(names[names.Count - 1], map.At(At(0, t), At(1, y), At(2, x)));
                }
        foreach (ResamplingAxis axis in Enumerable.Reverse(axes).Where(axis => axis.Count > 1)) names = Join(map, axis, names);
        map.Declare("v", names[0]);
    }

    /// <summary>Of as many neighbours as the dimension has, the first takes their sum.</summary>
    private static List<string> Join(GpuMapWriter map, ResamplingAxis axis, List<string> names)
    {
        var joined = new List<string>();
        for (int n = 0; n < names.Count; n += axis.Count)
        {
            string Sum(string lane) => axis.Count == 2
                ? map.Context.Functions.Call("Mix", names[n] + lane, names[n + 1] + lane, axis.Share(0))
                : string.Join(" + ", Enumerable.Range(0, 4).Select(i => $"{names[n + i]}{lane} * {axis.Share(i)}"));
            map.Each(lane => $"{names[n]}{lane} = {Sum(lane)};");
            joined.Add(names[n]);
        }
        return joined;
    }

    public static void EmitDepthToSpace(GpuMapWriter map)
    {
        var blocks = (DepthToSpace)map.Plan.Operation;
        EquatableArray<int> block = PackedConvolution.ThreeOf(blocks.Block, 1);
        map.Locate();
        string Coarse(int axis) => map.Place(axis) == "0" ? "0" : GpuValue.Divided(map.Place(axis), block[axis]);
        string Fine(int axis) => map.Place(axis) == "0" || block[axis] == 1 ? "0" : GpuValue.Remainder(map.Place(axis), block[axis]);
        map.Writer.Line($"int part = ({Fine(0)} * {block[1]} + {Fine(1)}) * {block[2]} + {Fine(2)};");
        string source = blocks.Interleaved
            ? $"channel * {blocks.Parts} + part" : $"part * {map.Output.Channels / map.Plan.Lanes} + channel";
        map.Declare("v", map.At(Coarse(0), Coarse(1), Coarse(2), source));
    }

    public static void EmitSpaceToDepth(GpuMapWriter map)
    {
        var blocks = (SpaceToDepth)map.Plan.Operation;
        EquatableArray<int> block = PackedConvolution.ThreeOf(blocks.Block, 1);
        int channels = map.Plan.Inputs[0].Channels / map.Plan.Lanes;
        map.Locate();
        map.Writer.Line($"int part = channel {(blocks.Interleaved ? $"% {blocks.Parts}" : $"/ {channels}")};");
        string Fine(int axis, string within) => GpuValue.Sum(
            map.Place(axis) == "0" ? "" : GpuValue.Times(map.Place(axis), block[axis]), block[axis] == 1 ? "" : within);
        map.Declare("v", map.At(
            $"({Fine(0, $"part / {block[1] * block[2]}")})", $"({Fine(1, $"part / {block[2]} % {block[1]}")})",
            Fine(2, $"part % {block[2]}"), blocks.Interleaved ? $"channel / {blocks.Parts}" : $"channel % {channels}"));
    }
}
