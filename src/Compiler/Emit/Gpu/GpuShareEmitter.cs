using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints sums over rows that the threads of a group share out, as <see cref="GpuShares"/> says.</summary>
/// <param name="threads">Threads of a group.</param>
internal sealed class GpuShareEmitter(CodeWriter writer, int threads)
{
    /// <summary>Rows whose loads are on their way at once.</summary>
    private const int AtOnce = 8;

    /// <summary>The most sums of slices that one thread adds up; more are first made fewer.</summary>
    private const int MostOfTotal = 32, Fewer = 16;

    /// <summary>A statement for each of four channels.</summary>
    public static string Each(Func<char, string> statement) => string.Join(" ", "XYZW".Select(statement));

    /// <summary>A thread's i-th row.</summary>
    public static string Row(string slice, int i, GpuShares shares) =>
        GpuValue.Sum(slice, i == 0 ? "" : CodeWriter.Number((long)i * shares.Slices));

    /// <summary>Declares the shared memory of the slices' sums.</summary>
    public void Allocate(string name, GpuShares shares)
    {
        writer.Line($"var {name} = SharedMemory.Allocate<Float4>({shares.Threads});");
        if (IsTwice(shares)) writer.Line($"var {name}Of{Fewer} = SharedMemory.Allocate<Float4>({Fewer * shares.Across});");
    }

    /// <summary>Begins with what is only for threads that have rows.</summary>
    public void OpenForThreads(GpuShares shares)
    {
        if (shares.Threads < threads) writer.Open($"if (thread < {shares.Threads})");
    }

    public void CloseForThreads(GpuShares shares)
    {
        if (shares.Threads < threads) writer.Close();
    }

    /// <summary>Loads all of a thread's rows, to be used later.</summary>
    /// <param name="slice">Its first row; empty for the first of all.</param>
    /// <param name="name">What its i-th row is called.</param>
    public void EmitKept(GpuShares shares, string slice, Func<int, string> name, Func<string, string> load)
    {
        for (int i = 0; i < shares.MostRows; i++) writer.Line($"Float4 {name(i)} = new Float4();");
        OpenForThreads(shares);
        for (int i = 0; i < shares.MostRows; i++)
            writer.Line($"{(i < shares.RowsOfAll ? "" : $"if ({slice} < {shares.Rest}) ")}{name(i)} = {load(Row(slice, i, shares))};");
        CloseForThreads(shares);
    }

    /// <summary>Takes this thread's rows into a sum, several at once.</summary>
    /// <param name="slice">Its first row; empty for the first of all.</param>
    /// <param name="row">A name for a row that a loop is at, and, with a number, for what is loaded.</param>
    /// <param name="sum">Where the sum is.</param>
    /// <param name="load">Loads a row, by a name for what it loads and the row.</param>
    /// <param name="add">Adds what was loaded to {0}, which stands for the sum.</param>
    public void EmitRows(
        GpuShares shares, string slice, string row, string sum, Func<string, string, string> load, Func<string, string, string> add)
    {
        int loops = shares.RowsOfAll / AtOnce, done = 0;
        if (loops > 1)
        {
            string step = CodeWriter.Number((long)AtOnce * shares.Slices);
            writer.Open($"for (int i = 0; i < {loops}; i++)");
            writer.Line($"int {row} = {GpuValue.Sum(slice, $"i * {step}")};");
            EmitAtOnce(Enumerable.Range(0, AtOnce).Select(i => ("w" + i, Row(row, i, shares))), sum, load, add);
            writer.Close();
            done = loops * AtOnce;
        }
        for (; done < shares.RowsOfAll; done += AtOnce)
        {
            int first = done, count = Math.Min(AtOnce, shares.RowsOfAll - done);
            EmitAtOnce(Enumerable.Range(first, count).Select(i => ($"{row}_{i}", Row(slice, i, shares))), sum, load, add);
        }
        if (shares.Rest == 0) return;
        writer.Open($"if ({slice} < {shares.Rest})");
        EmitAtOnce([($"{row}_{shares.RowsOfAll}", Row(slice, shares.RowsOfAll, shares))], sum, load, add);
        writer.Close();
    }

    private void EmitAtOnce(
        IEnumerable<(string Name, string Row)> rows, string sum, Func<string, string, string> load, Func<string, string, string> add)
    {
        var all = rows.ToList();
        foreach ((string name, string row) in all) writer.Line(load(name, row));
        foreach ((string name, string row) in all) writer.Line(add(name, row).Replace("{0}", sum));
    }

    /// <summary>Waits for the slices' sums. Of many it first makes fewer.</summary>
    /// <returns>Where the sums are that <see cref="EmitTotal"/> adds up.</returns>
    public string EmitFirstSums(string sums, GpuShares shares)
    {
        writer.Line("Group.Barrier();");
        if (!IsTwice(shares)) return sums;
        string fewer = $"{sums}Of{Fewer}";
        int width = Fewer * shares.Across;
        writer.Open($"if (thread < {width})");
        EmitInOrder(sums, shares.Slices / Fewer, width);
        writer.Line($"{fewer}[thread] = total;");
        writer.Close();
        writer.Line("Group.Barrier();");
        return fewer;
    }

    /// <summary>Adds up the sums of the first threads' columns, as <c>total</c>.</summary>
    public void EmitTotal(string sums, GpuShares shares) =>
        EmitInOrder(sums, IsTwice(shares) ? Fewer : shares.Slices, shares.Across);

    private void EmitInOrder(string sums, int count, int stride)
    {
        writer.Line($"Float4 total = {sums}[thread];");
        for (int i = 1; i < count; i++) writer.Line($"Float4 s{i} = {sums}[thread + {i * stride}];");
        for (int i = 1; i < count; i++)
        {
            int slice = i;
            writer.Line(Each(c => $"total.{c} += s{slice}.{c};"));
        }
    }

    private static bool IsTwice(GpuShares shares) => shares.Slices > MostOfTotal;
}
