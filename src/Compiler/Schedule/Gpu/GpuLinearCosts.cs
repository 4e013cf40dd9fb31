namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>A step of a chain that one kernel could compute: so many rows of so many columns are read and added up.</summary>
/// <param name="IsLayer">A linear layer; else a mean over rows of sums, which is a kernel's first step.</param>
internal sealed record GpuLinearStep(int Rows, int Columns, bool IsLayer, int Panel)
{
    /// <summary>Bytes of a column of four channels and all rows.</summary>
    public double BytesOf(int columns) => 4.0 * Rows * columns;
}

/// <summary>Which steps of a chain one kernel computes, and how many channels of the last each of its groups has.</summary>
/// <param name="Nanoseconds">What the kernel takes, by the estimate.</param>
internal sealed record GpuLinearCut(int Steps, int Columns, double Nanoseconds);

/// <summary>
/// Cuts a chain of linear layers into kernels by the time that they take. One more kernel costs its start; one more step in a kernel is
/// computed by every group, for which each reads all of its weights.
/// </summary>
internal static class GpuLinearCosts
{
    /// <summary>Nanoseconds from the end of one kernel until the next one's threads run.</summary>
    public const double Start = 1300;

    /// <summary>Nanoseconds of a step in which a group waits for memory and for its own threads.</summary>
    private const double Wait = 500;

    /// <summary>Bytes in a nanosecond that one multiprocessor gets from the cache that all share, and that all get together.</summary>
    private const double BytesOfOne = 80, BytesOfAll = 5500;

    /// <summary>The most columns of a step that is not the last: four for each thread.</summary>
    private const int MostColumns = 4 * GpuLinearPlan.MostThreads;

    /// <summary>Floats of shared memory for values between the steps.</summary>
    private const int MostShared = 4096;

    private static readonly int[] s_columns = [64, 32, 16, 8];

    public static IReadOnlyList<GpuLinearCut> Cut(IReadOnlyList<GpuLinearStep> steps, int samples)
    {
        // The best way from each step to the end.
        var best = new (double Time, GpuLinearCut? Cut)[steps.Count + 1];
        for (int first = steps.Count - 1; first >= 0; first--)
        {
            best[first].Time = double.PositiveInfinity;
            for (int count = 1; first + count <= steps.Count; count++)
                foreach (int columns in ColumnsFor(steps[first + count - 1]))
                {
                    double ofKernel = Time([.. steps.Skip(first).Take(count)], columns, samples), time = ofKernel
                        + best[first + count].Time;
                    if (time < best[first].Time) best[first] = (time, new GpuLinearCut(count, columns, ofKernel));
                }
        }
        var cuts = new List<GpuLinearCut>();
        for (int first = 0; first < steps.Count; first += cuts[cuts.Count - 1].Steps) cuts.Add(best[first].Cut!);
        return cuts;
    }

    /// <summary>A group has a part of a panel of weights; a mean alone is shared out by its own kernel.</summary>
    private static IEnumerable<int> ColumnsFor(GpuLinearStep last) =>
        last.IsLayer ? s_columns.Where(columns => last.Panel % columns == 0) : [GpuReducePlan.Columns];

    private static double Time(IReadOnlyList<GpuLinearStep> steps, int columns, int samples)
    {
        GpuLinearStep last = steps[steps.Count - 1];
        GpuLinearStep[] inner = [.. steps.Take(steps.Count - 1)];
        if (inner.Any(step => step.IsLayer && step.Columns > MostColumns) || inner.Sum(step => step.Columns) > MostShared)
            return double.PositiveInfinity;
        double bytes = inner.Sum(step => step.BytesOf(step.Columns)) + last.BytesOf(columns);
        long groups = (long)samples * ((last.Columns + columns - 1) / columns), rounds = GpuPlannedDevice.Rounds(groups);
        return Start + Wait * steps.Count + bytes * Math.Max(rounds / BytesOfOne, groups / BytesOfAll);
    }
}
