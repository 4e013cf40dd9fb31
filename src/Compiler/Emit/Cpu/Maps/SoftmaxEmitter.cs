using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Softmax over the channels of each pixel. Sums run in 16 lanes whatever the vectors' width, and the lanes are added in order, so that
/// every instruction set adds in the same order.
/// </summary>
public static class SoftmaxEmitter
{
    private const int SumLanes = SoftmaxScratch.SumLanes;

    public static void Emit(MapWriter map)
    {
        if (NarrowSoftmaxEmitter.Takes(map))
        {
            NarrowSoftmaxEmitter.Emit(map);
            return;
        }
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View input = map.Input;
        int channels = map.Output.Channels, lanes = map.Lanes, padded = PackedWeights.PaddedTo16(channels), parts = SumLanes / lanes;
        writer.Comment("One pixel's channels, padded with minus infinity, whose exponential is 0.");
        writer.Line($"float* e = {KernelText.Scratch(map.Plan)};");
        writer.Line($"float* lane = stackalloc float[{SumLanes}];");
        if (channels > SumLanes * LongSums.MostTerms) writer.Line($"double* wide = stackalloc double[{SumLanes}];");
        map.OpenRows();
        writer.Line($"float* x = {KernelText.Base(input)} + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(map.Output))};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        writer.Line($"for (int c = 0; c < {channels}; c += {lanes}) {code.Load("x + c")}.Store(e + c);");
        for (int i = 0; i < SumLanes; i += lanes) writer.Line($"{code.Broadcast("float.NegativeInfinity")}.Store(e + {channels + i});");

        writer.Comment("The largest channel is taken off, so that no exponential overflows.");
        writer.Line($"{code.Type} most = {code.Load("e")};");
        writer.Line($"for (int c = {lanes}; c < {padded}; c += {lanes}) most = {code.Max(code.Load("e + c"), "most")};");
        writer.Line("most.Store(lane);");
        writer.Line("float largest = lane[0];");
        writer.Line($"for (int i = 1; i < {lanes}; i++) largest = lane[i] > largest ? lane[i] : largest;");
        writer.Line($"{code.Type} shift = {code.Broadcast("largest")};");
        if (channels > SumLanes * LongSums.MostTerms) EmitLongSum(map, parts, padded);
        else
        {
            for (int i = 0; i < parts; i++) writer.Line($"{code.Type} sum{i} = {code.Zero};");
            EmitExponentials(map, parts, "0", CodeWriter.Number(padded));
            for (int i = 0; i < parts; i++) writer.Line($"sum{i}.Store(lane{KernelText.Offset(i * lanes)});");
            writer.Line("float total = lane[0];");
            writer.Line($"for (int i = 1; i < {SumLanes}; i++) total += lane[i];");
        }
        writer.Line($"{code.Type} scale = {code.Broadcast("total")};");
        map.Channels(channels, channel => writer.Line($"{code.Type} v = {code.Load("e" + channel)} / scale;"));
        writer.Line($"x += {input.PixelStride};");
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>The exponentials of channels <paramref name="from"/> to <paramref name="to"/>, and their sums in <c>sum0</c> and so
    /// on.</summary>
    private static void EmitExponentials(MapWriter map, int parts, string from, string to)
    {
        CodeWriter writer = map.Writer;
        writer.Open($"for (int c = {from}; c < {to}; c += {SumLanes})");
        for (int i = 0; i < parts; i++)
        {
            string at = "e + c" + KernelText.Offset(i * map.Lanes);
            writer.Line($"{map.Code.Type} e{i} = {map.Context.Functions.Call("Exp", $"{map.Code.Load(at)} - shift")};");
            writer.Line($"sum{i} += e{i};");
            writer.Line($"e{i}.Store({at});");
        }
        writer.Close();
    }

    /// <summary>The same where a lane has too many terms for one float.</summary>
    private static void EmitLongSum(MapWriter map, int parts, int padded)
    {
        const int step = SumLanes * LongSums.Chunk;
        CodeWriter writer = map.Writer;
        var totals = Enumerable.Range(0, parts).Select(i => new WideSum(writer, map.Code, $"total{i}")).ToList();
        foreach (WideSum sum in totals) sum.Declare();
        writer.Open($"for (int from = 0; from < {padded}; from += {step})");
        writer.Line($"int to = Math.Min(from + {step}, {padded});");
        for (int i = 0; i < parts; i++) writer.Line($"{map.Code.Type} sum{i} = {map.Code.Zero};");
        EmitExponentials(map, parts, "from", "to");
        for (int i = 0; i < parts; i++) totals[i].Add($"sum{i}");
        writer.Close();
        for (int i = 0; i < parts; i++) totals[i].Store($"wide{KernelText.Offset(i * map.Lanes)}");
        writer.Line("double wideTotal = wide[0];");
        writer.Line($"for (int i = 1; i < {SumLanes}; i++) wideTotal += wide[i];");
        writer.Line("float total = (float)wideTotal;");
    }
}
