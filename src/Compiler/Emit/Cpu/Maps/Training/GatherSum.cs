using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Prints the gradient of one position as the sum of what it takes from positions of dy: lines <c>i</c> from <c>lineFrom</c> to
/// <c>lineTo</c>, in them columns <c>j</c> from <c>columnFrom</c> to <c>columnTo</c>. The result is the variable <c>v</c>.
/// </summary>
/// <param name="lines">The most lines there are.</param>
/// <param name="columns">The most columns there are.</param>
public sealed class GatherSum(MapWriter map, int lines, int columns)
{
    /// <param name="openLine">Statements before the columns of a line: the pointers at its first column.</param>
    /// <param name="term">The vector at one column.</param>
    /// <param name="step">What moves the pointers to the next column.</param>
    public void Emit(IEnumerable<string> openLine, string term, string step)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        bool isOne = lines == 1 && columns == 1, isLong = lines + columns > LongSums.MostTerms;
        var total = new WideSum(writer, code, "total");
        if (isLong) total.Declare();
        else writer.Line($"{code.Type} v = {code.Zero};");
        writer.Open(isOne ? "if (lineFrom < lineTo && columnFrom < columnTo)" : "for (int i = lineFrom; i < lineTo; i++)");
        if (isOne) writer.Line("int i = lineFrom, j = columnFrom;");
        foreach (string line in openLine) writer.Line(line);
        if (isOne) writer.Line($"v = {term};");
        else if (isLong) total.AddAll("j", "columnFrom", "columnTo", term, step);
        else
        {
            writer.Line($"{code.Type} sum = {code.Zero};");
            writer.Line($"for (int j = columnFrom; j < columnTo; j++, {step}) sum += {term};");
            writer.Line("v += sum;");
        }
        writer.Close();
        if (isLong) writer.Line($"{code.Type} v = {total.Value};");
    }
}
