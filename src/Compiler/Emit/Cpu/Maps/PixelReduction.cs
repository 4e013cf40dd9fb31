using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Prints how one vector of channels is reduced over all pixels of a value, or of one sample: <c>v</c> becomes their sum, mean or
/// maximum.</summary>
/// <param name="start">The pointer to the first pixel.</param>
/// <param name="view">Where the strides are from.</param>
/// <param name="rows">Rows to go through, of <paramref name="width"/> pixels each.</param>
/// <param name="isFlat">The rows follow each other without gaps.</param>
public sealed class PixelReduction(MapWriter map, string start, View view, int rows, int width, bool isFlat)
{
    private GlobalPoolMode Mode { get; } = ((GlobalPool)map.Plan.Operation).Mode;

    private int Pixels => rows * width;

    /// <summary>Each row is a sum, and so are the rows.</summary>
    private bool IsLong => rows > 1 && width > 1 ? rows + width > LongSums.MostTerms : Pixels > LongSums.MostTerms;

    /// <param name="channel">The text to add to a pointer for the channel.</param>
    public void Emit(string channel)
    {
        if (Mode != GlobalPoolMode.Max && IsLong) EmitLongSum(channel);
        else EmitShort(channel);
    }

    private string RowOffset => KernelText.RowOffset(view, "row", rows > view.Height ? view.Height : int.MaxValue);

    private void EmitShort(string channel)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        string nothing = Mode == GlobalPoolMode.Max ? code.Broadcast("float.NegativeInfinity") : code.Zero;
        writer.Line($"{code.Type} v = {nothing};");
        writer.Line($"float* rows = {start}{channel};");
        writer.Open($"for (int row = 0; row < {rows}; row++)");
        writer.Line($"float* x = rows + {RowOffset};");
        writer.Line($"{code.Type} sum = {nothing};");
        writer.Open($"for (int column = 0; column < {width}; column++, x += {view.PixelStride})");
        writer.Line($"{code.Type} next = {code.Load("x")};");
        writer.Line(Mode == GlobalPoolMode.Max ? $"sum = {Max("sum", "next")};" : "sum += next;");
        writer.Close();
        writer.Line(Mode == GlobalPoolMode.Max ? $"v = {Max("v", "sum")};" : "v += sum;");
        writer.Close();
        if (Mode == GlobalPoolMode.Average) writer.Line($"v /= {code.Broadcast(CodeWriter.Float(Pixels))};");
    }

    private string Max(string v, string x) =>
        $"{map.Code.Class}.ConditionalSelect({map.Code.Class}.GreaterThan({v}, {x}) | ~{map.Code.Class}.Equals({v}, {v}), {v}, {x})";

    /// <summary>Sums chunks of a row, or of all pixels where they follow each other.</summary>
    private void EmitLongSum(string channel)
    {
        CodeWriter writer = map.Writer;
        var total = new WideSum(writer, map.Code, "total");
        string step = $"x += {view.PixelStride}";
        total.Declare();
        if (isFlat)
        {
            writer.Line($"float* x = {start}{channel};");
            total.AddAll("pixel", "0", CodeWriter.Number(Pixels), map.Code.Load("x"), step);
        }
        else
        {
            writer.Line($"float* rows = {start}{channel};");
            writer.Open($"for (int row = 0; row < {rows}; row++)");
            writer.Line($"float* x = rows + {RowOffset};");
            total.AddAll("column", "0", CodeWriter.Number(width), map.Code.Load("x"), step);
            writer.Close();
        }
        writer.Line($"{map.Code.Type} v = {(Mode == GlobalPoolMode.Average ? total.Mean(Pixels) : total.Value)};");
    }
}
