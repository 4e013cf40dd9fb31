using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The sums of a norm in training.</summary>
public static class NormSumsEmitter
{
    /// <summary>
    /// The mean of each chunk first, then the squares of distances from it: where the mean is large beside the deviation, squares of the
    /// values themselves would have no digit left. What rounding the mean to floats left is taken off in the end.
    /// </summary>
    public static void EmitStatistics(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        PartialSums layout = chunk.Plan.Sums;
        chunk.OpenChunks();
        writer.Line("double count = (double)(lastRow - firstRow) * columns;");
        writer.Line($"{chunk.Once}*sums = count;");
        writer.Line($"{code.DoubleType} positions = {code.Broadcast("count")};");
        chunk.OpenChannels();
        chunk.Sum(["x"], ["sum"], () => writer.Line($"sumPart += {code.Load("x")};"));
        writer.Line($"{code.Type} centre = {code.Narrow("sumLow / positions", "sumHigh / positions")};");
        chunk.Sum(["x"], ["rest", "squares"], () =>
        {
            writer.Line($"{code.Type} distance = {code.Load("x")} - centre;");
            writer.Line("restPart += distance;");
            writer.Line($"squaresPart = {code.MultiplyAdd("distance", "distance", "squaresPart")};");
        });
        Half("Low", code.WidenLower("centre"), 0);
        Half("High", code.WidenUpper("centre"), chunk.Context.Set.Lanes / 2);
        writer.Close();
        writer.Close();

        void Half(string half, string centre, int lane)
        {
            writer.Line($"({centre} + rest{half} / positions).Store(sums + {layout.Before + lane} + c);");
            writer.Line($"(squares{half} - rest{half} * rest{half} / positions)"
                + $".Store(sums + {layout.Before + layout.Padded + lane} + c);");
        }
    }

    /// <summary>Of dy, and of dy · (x − mean); the deviation is divided by once, in the end.</summary>
    public static void EmitGradients(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        chunk.OpenChunks();
        chunk.OpenChannels();
        writer.Line($"{code.Type} mean = {chunk.PerChannel(1)};");
        // The second input is the statistics, which are not walked through.
        var sums = chunk.Sum(["x", "", "dy"], ["gradients", "products"], () =>
        {
            writer.Line($"{code.Type} g = {code.Load("dy")};");
            writer.Line("gradientsPart += g;");
            writer.Line($"productsPart = {code.MultiplyAdd("g", code.Load("x") + " - mean", "productsPart")};");
        });
        sums[0].Store("sums + c");
        sums[1].Store($"sums + {chunk.Plan.Sums.Padded} + c");
        writer.Close();
        writer.Close();
    }
}
