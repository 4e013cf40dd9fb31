using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Mean, sum or maximum over all pixels. Threads share the channels, so that one thread adds the pixels of a channel in
/// order.</summary>
public static class GlobalPoolEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View input = map.Input;
        GlobalPoolMode mode = ((GlobalPool)map.Plan.Operation).Mode;
        int channels = map.Output.Channels, lanes = map.Lanes;
        foreach (EpiloguePointer pointer in map.Epilogue.Pointers) writer.Line($"float* {pointer.Name} = {pointer.Base};");
        writer.Line($"float* y = {KernelText.Base(map.Output)};");
        int tail = channels % lanes, full = channels - tail;
        if (full > 0)
        {
            writer.Open(full == channels ? $"for (int c = first * 16; c < Math.Min({channels}, last * 16); c += {lanes})"
                : $"for (int c = first * 16; c < Math.Min({full}, last * 16); c += {lanes})");
            One(" + c", lanes);
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open($"if (last == {map.Plan.Units} && first < last)");
            One(KernelText.Offset(full), tail);
            writer.Close();
        }

        void One(string channel, int count)
        {
            if (mode != GlobalPoolMode.Max && IsLong(input))
            {
                EmitLongSum(map, mode, channel);
                Finish(channel, count);
                return;
            }
            string start = mode == GlobalPoolMode.Max ? code.Broadcast("float.NegativeInfinity") : code.Zero;
            writer.Line($"{code.Type} v = {start};");
            writer.Line($"float* rows = {KernelText.Base(input)}{channel};");
            writer.Open($"for (int row = 0; row < {input.Rows}; row++)");
            writer.Line($"float* x = rows + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(input))};");
            writer.Line($"{code.Type} sum = {start};");
            writer.Open($"for (int column = 0; column < {input.Width}; column++, x += {input.PixelStride})");
            writer.Line($"{code.Type} next = {code.Load("x")};");
            writer.Line(mode == GlobalPoolMode.Max ? $"sum = {Max("sum", "next")};" : "sum += next;");
            writer.Close();
            writer.Line(mode == GlobalPoolMode.Max ? $"v = {Max("v", "sum")};" : "v += sum;");
            writer.Close();
            if (mode == GlobalPoolMode.Average) writer.Line($"v /= {code.Broadcast(CodeWriter.Float(input.Pixels))};");
            Finish(channel, count);
        }

        void Finish(string channel, int count)
        {
            foreach (string line in map.Epilogue.Apply("v", _ => "", channel)) writer.Line(line);
            foreach (string line in code.Store("v", "y" + channel, count)) writer.Line(line);
        }

        string Max(string v, string x) =>
            $"{code.Class}.ConditionalSelect({code.Class}.GreaterThan({v}, {x}) | ~{code.Class}.Equals({v}, {v}), {v}, {x})";
    }

    /// <summary>Each row is a sum, and so are the rows.</summary>
    private static bool IsLong(View input) => input.Rows > 1 && input.Width > 1 ? input.Rows + input.Width > LongSums.MostTerms
        : input.Pixels > LongSums.MostTerms;

    /// <summary>Sums chunks of a row, or of all pixels where they follow each other.</summary>
    private static void EmitLongSum(MapWriter map, GlobalPoolMode mode, string channel)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input;
        var total = new WideSum(writer, map.Code, "total");
        string step = $"x += {input.PixelStride}";
        total.Declare();
        if (input.IsFlat)
        {
            writer.Line($"float* x = {KernelText.Base(input)}{channel};");
            total.AddAll("pixel", "0", CodeWriter.Number(input.Pixels), map.Code.Load("x"), step);
        }
        else
        {
            writer.Line($"float* rows = {KernelText.Base(input)}{channel};");
            writer.Open($"for (int row = 0; row < {input.Rows}; row++)");
            writer.Line($"float* x = rows + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(input))};");
            total.AddAll("column", "0", CodeWriter.Number(input.Width), map.Code.Load("x"), step);
            writer.Close();
        }
        writer.Line($"{map.Code.Type} v = {(mode == GlobalPoolMode.Average ? total.Mean(input.Pixels) : total.Value)};");
    }
}
