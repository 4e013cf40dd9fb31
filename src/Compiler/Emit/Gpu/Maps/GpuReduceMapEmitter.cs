namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Mean, sum or maximum along the channels, or some axes of positions: a thread takes all terms of its results.</summary>
internal static class GpuReduceMapEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var reduce = (Reduce)map.Plan.Operation;
        bool isMax = reduce.Mode == GlobalPoolMode.Max, ofChannels = reduce.Axes == Axes.Channels;
        int[] all = GpuMapWriter.SizesOf(map.Plan.Inputs[0]), left = GpuMapWriter.SizesOf(map.Output);
        string[] places = [map.Place(0), map.Place(1), map.Place(2)];
        var loops = new List<(string Name, int Count)>();
        for (int axis = 0; axis < 3; axis++)
        {
            if (all[axis] == left[axis]) continue;
            places[axis] = GpuMapWriter.Axes[axis] + "Term";
            loops.Add((places[axis], all[axis]));
        }
        if (ofChannels) loops.Add(("term", map.Plan.Inputs[0].Channels));

        map.Locate();
        Start("v");
        for (int i = 0; i < loops.Count; i++)
        {
            if (!isMax && i == loops.Count - 1) Start("part");
            map.Writer.Open($"for (int {loops[i].Name} = 0; {loops[i].Name} < {loops[i].Count}; {loops[i].Name}++)");
        }
        map.Declare("next", map.At(places[0], places[1], places[2], ofChannels ? "term" : "channel"));
        map.Each(lane => isMax
            ? $"v{lane} = {map.Context.Functions.Call("Greater", "v" + lane, "next" + lane)};"
            : $"part{lane} += next{lane};");
        for (int i = loops.Count - 1; i >= 0; i--)
        {
            map.Writer.Close();
            // What the innermost loop has summed is one term of the sum: so fewer roundings are of large numbers.
            if (i == loops.Count - 1 && !isMax) map.Each(lane => $"v{lane} += part{lane};");
        }
        double count = loops.Aggregate(1.0, (product, loop) => product * loop.Count);
        if (reduce.Mode == GlobalPoolMode.Average) map.Each(lane => $"v{lane} = v{lane} / {CodeWriter.Float(count)};");

        void Start(string name)
        {
            map.Writer.Line(map.OfVectors ? $"Float4 {name} = new Float4();" : $"float {name};");
            map.Each(lane => $"{name}{lane} = {(isMax ? "float.NegativeInfinity" : "0f")};");
        }
    }
}
