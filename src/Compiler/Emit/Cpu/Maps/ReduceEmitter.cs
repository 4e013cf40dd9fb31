using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Mean, sum or maximum along the channels, or along some axes of positions. A result's terms are taken in order by one
/// thread.</summary>
public static class ReduceEmitter
{
    public static void Emit(MapWriter map)
    {
        if (((Reduce)map.Plan.Operation).Axes == Axes.Channels) EmitChannels(map);
        else EmitPositions(map);
    }

    private static void EmitChannels(MapWriter map)
    {
        var across = new ChannelReduction(map.Writer, map.Code, ((Reduce)map.Plan.Operation).Mode, map.Input.Channels);
        across.Prepare();
        map.OpenPixels("x");
        across.Emit("x");
        map.Channels(1, _ => map.Writer.Line($"{map.Code.Type} v = {map.Code.Broadcast("total")};"));
        map.ClosePixels("x");
    }

    private static void EmitPositions(MapWriter map)
    {
        View input = map.Input, output = map.Output;
        // The input at the first of each result's positions.
        View first = input with
        {
            Frames = output.Frames,
            Height = output.Height,
            Width = output.Width,
            Lattice = new Lattice(input, [0, 0, 0], [1, 1, 1]),
        };
        map.OpenRows();
        map.Writer.Line(
            $"float* x = {KernelText.Base(input)} + {KernelText.RowOffset(first, "row", KernelText.RowsPerFrame(output))};");
        map.Writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        map.Channels(output.Channels, channel => EmitVector(map, Loops(input, output), channel));
        map.Writer.Line($"x += {input.PixelStride};");
        map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }

    /// <summary>The loops along the axes, outermost first; what lies together in memory is one.</summary>
    private static List<(string Name, int Count, int Stride)> Loops(View input, View output)
    {
        var loops = new List<(string Name, int Count, int Stride)>();
        foreach ((string name, int count, int left, int stride) in new[]
        {
            ("frame", input.Frames, output.Frames, input.PlaneStride), ("line", input.Height, output.Height, input.RowStride),
            ("pixel", input.Width, output.Width, input.PixelStride),
        })
        {
            if (count == left) continue;
            if (loops.Count > 0 && loops[loops.Count - 1] is var outer && outer.Stride == count * stride)
                loops[loops.Count - 1] = (name, outer.Count * count, stride);
            else loops.Add((name, count, stride));
        }
        if (loops.Count == 0) loops.Add(("pixel", 1, input.PixelStride));
        return loops;
    }

    private static void EmitVector(MapWriter map, List<(string Name, int Count, int Stride)> loops, string channel)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        GlobalPoolMode mode = ((Reduce)map.Plan.Operation).Mode;
        long count = loops.Aggregate(1L, (product, loop) => product * loop.Count);
        bool isLong = mode != GlobalPoolMode.Max && count > LongSums.MostTerms;
        var wide = new WideSum(writer, code, "total");
        if (isLong) wide.Declare();
        else writer.Line(
            $"{code.Type} v = {(mode == GlobalPoolMode.Max ? code.Broadcast("float.NegativeInfinity") : code.Zero)};");
        string pointer = "x" + channel;
        for (int i = 0; i < loops.Count - 1; i++)
        {
            (string name, int times, int stride) = loops[i];
            writer.Line($"float* {name}Start = {pointer};");
            writer.Open($"for (int {name} = 0; {name} < {times}; {name}++, {name}Start += {stride})");
            pointer = name + "Start";
        }
        var inner = loops[loops.Count - 1];
        writer.Line($"float* at = {pointer};");
        if (isLong) wide.AddAll(inner.Name, "0", CodeWriter.Number(inner.Count), code.Load("at"), $"at += {inner.Stride}");
        else
        {
            string header = $"for (int {inner.Name} = 0; {inner.Name} < {inner.Count}; {inner.Name}++, at += {inner.Stride})";
            if (mode != GlobalPoolMode.Max) writer.Line($"{header} v += {code.Load("at")};");
            else
            {
                writer.Open(header);
                writer.Line($"{code.Type} next = {code.Load("at")};");
                writer.Line($"v = {ChannelReduction.Greater(code, "v", "next")};");
                writer.Close();
            }
        }
        for (int i = 0; i < loops.Count - 1; i++) writer.Close();
        if (isLong) writer.Line($"{code.Type} v = {(mode == GlobalPoolMode.Average ? wide.Mean(count) : wide.Value)};");
        else if (mode == GlobalPoolMode.Average) writer.Line($"v /= {code.Broadcast(CodeWriter.Float(count))};");
    }
}
