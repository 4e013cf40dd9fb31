using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the mean, sum or maximum of one position's channels, as <c>total</c>. They run in 16 lanes whatever the vectors' width, and the
/// lanes are then taken together in halves, so that every instruction set adds in the same order.
/// </summary>
public sealed class ChannelReduction(CodeWriter writer, VectorCode code, GlobalPoolMode mode, int channels)
{
    private const int Lanes = 16;

    private int Parts => Lanes / code.Set.Lanes;

    private bool IsMax => mode == GlobalPoolMode.Max;

    private bool IsLong => !IsMax && channels > Lanes * LongSums.MostTerms;

    /// <summary>The greater of two vectors, or NaN where either is.</summary>
    public static string Greater(VectorCode code, string v, string x) =>
        $"{code.Class}.ConditionalSelect({code.Class}.GreaterThan({v}, {x}) | ~{code.Class}.Equals({v}, {v}), {v}, {x})";

    /// <summary>Declares memory, outside of all loops.</summary>
    public void Prepare()
    {
        if (IsLong) writer.Line($"double* wide = stackalloc double[{Lanes}];");
    }

    /// <param name="pointer">The position's first channel.</param>
    public void Emit(string pointer)
    {
        int full = channels / Lanes * Lanes;
        if (IsLong) EmitLong(pointer, full);
        else EmitShort(pointer, full);
        if (mode == GlobalPoolMode.Average) writer.Line($"total /= {CodeWriter.Float(channels)};");
    }

    private void EmitShort(string pointer, int full)
    {
        Declare();
        Loop(pointer, "0", CodeWriter.Number(full), full);
        Rest(pointer, full);
        EmitHalves();
    }

    private void EmitLong(string pointer, int full)
    {
        const int step = Lanes * LongSums.Chunk;
        var totals = Enumerable.Range(0, Parts).Select(i => new WideSum(writer, code, $"total{i}")).ToList();
        foreach (WideSum sum in totals) sum.Declare();
        writer.Open($"for (int from = 0; from < {full}; from += {step})");
        writer.Line($"int to = Math.Min(from + {step}, {full});");
        Declare();
        Loop(pointer, "from", "to", full);
        for (int i = 0; i < Parts; i++) totals[i].Add($"sum{i}");
        writer.Close();
        if (channels > full)
        {
            writer.Open("");
            Declare();
            Rest(pointer, full);
            for (int i = 0; i < Parts; i++) totals[i].Add($"sum{i}");
            writer.Close();
        }
        for (int i = 0; i < Parts; i++) totals[i].Store($"wide{KernelText.Offset(i * code.Set.Lanes)}");
        writer.Line("double wideTotal = wide[0];");
        writer.Line($"for (int i = 1; i < {Lanes}; i++) wideTotal += wide[i];");
        writer.Line("float total = (float)wideTotal;");
    }

    private void Declare()
    {
        string nothing = IsMax ? code.Broadcast("float.NegativeInfinity") : code.Zero;
        for (int i = 0; i < Parts; i++) writer.Line($"{code.Type} sum{i} = {nothing};");
    }

    private void Loop(string pointer, string from, string to, int full)
    {
        if (full == 0) return;
        writer.Open($"for (int c = {from}; c < {to}; c += {Lanes})");
        for (int i = 0; i < Parts; i++) Take(i, code.Load($"{pointer} + c{KernelText.Offset(i * code.Set.Lanes)}"));
        writer.Close();
    }

    /// <summary>The last channels, of which some lanes have none.</summary>
    private void Rest(string pointer, int full)
    {
        string nothing = IsMax ? code.Broadcast("float.NegativeInfinity") : code.Zero;
        for (int i = 0; i < Parts; i++)
        {
            int start = full + i * code.Set.Lanes, count = channels - start;
            if (count <= 0) break;
            string load = code.Load($"{pointer}{KernelText.Offset(start)}");
            Take(i, count >= code.Set.Lanes
                ? load
                : $"{code.Class}.ConditionalSelect({code.Class}.LessThan({code.Class}<int>.Indices, " +
                    $"{code.Class}.Create({count})).AsSingle(), "
                    + $"{load}, {nothing})");
        }
    }

    private void Take(int part, string value)
    {
        if (!IsMax)
        {
            writer.Line($"sum{part} += {value};");
            return;
        }
        writer.Open("");
        writer.Line($"{code.Type} next = {value};");
        writer.Line($"sum{part} = {Greater(code, $"sum{part}", "next")};");
        writer.Close();
    }

    /// <summary>Lane i with lane i + 8, then with i + 4, and so on.</summary>
    private void EmitHalves()
    {
        string vector = "sum0";
        if (Parts == 4)
        {
            writer.Line($"sum0 = {Both("sum0", "sum2", code)};");
            writer.Line($"sum1 = {Both("sum1", "sum3", code)};");
            writer.Line($"sum0 = {Both("sum0", "sum1", code)};");
        }
        else
        {
            if (Parts == 2) writer.Line($"sum0 = {Both("sum0", "sum1", code)};");
            else
            {
                writer.Line("Vector256<float> upper = sum0.GetUpper(), half = sum0.GetLower();");
                writer.Line($"half = {Both("half", "upper", new VectorCode(InstructionSet.Avx2))};");
                vector = "half";
            }
            writer.Line($"Vector128<float> lowest = {vector}.GetLower(), next4 = {vector}.GetUpper();");
            writer.Line($"lowest = {Both("lowest", "next4", new VectorCode(InstructionSet.Portable))};");
            vector = "lowest";
        }
        string One(int i) => $"{vector}.GetElement({i})";
        if (!IsMax) writer.Line($"float total = ({One(0)} + {One(2)}) + ({One(1)} + {One(3)});");
        else
        {
            writer.Line($"float total = {One(0)};");
            for (int i = 1; i < 4; i++) writer.Line($"total = total > {One(i)} || float.IsNaN(total) ? total : {One(i)};");
        }
    }

    private string Both(string first, string second, VectorCode of) => IsMax ? Greater(of, first, second) : $"{first} + {second}";
}
