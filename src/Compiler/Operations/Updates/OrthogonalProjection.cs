namespace Fusion.Compiler.Operations;

/// <summary>
/// The nearest matrix W with <c>W Wᵀ = I</c>, by Newton and Schulz's iteration <c>W ← (3 I − W Wᵀ) W / 2</c> (Higham, Functions of
/// Matrices, SIAM 2008, chapter 8). Of a layer with groups, the outputs of each group are a matrix by themselves, because they read other
/// inputs than the rest.
/// </summary>
/// <param name="Groups">The layer's groups.</param>
public sealed record OrthogonalProjection(string Target, EquatableArray<int> Dimensions, int Groups) : WeightProjection(Target, Dimensions)
{
    /// <summary>How far an element of <c>W Wᵀ</c> may be from that of the unit matrix.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Enough for rows that are independent by more than the rounding of floats.</summary>
    public const int MostIterations = 60;

    /// <summary>Rows of one group.</summary>
    public int GroupRows => Rows / Groups;

    protected override IEnumerable<(string Name, object Value)> Settings =>
        Groups == 1 ? [] : [("groups", Groups)];

    /// <summary>A group whose rows are dependent stays as it was.</summary>
    public override double[] Project(double[] weights, double[] before)
    {
        double[] result = [.. before];
        int length = GroupRows * Columns;
        for (int group = 0; group < Groups; group++)
            ProjectGroup([.. weights.Skip(group * length).Take(length)])?.CopyTo(result, group * length);
        return result;
    }

    private double[]? ProjectGroup(double[] w)
    {
        double[] gram = Gram(w);
        // No eigenvalue is larger than the largest sum of a row.
        double bound = Enumerable.Range(0, GroupRows).Max(i => Enumerable.Range(0, GroupRows).Sum(j => Math.Abs(gram[i * GroupRows + j])));
        if (!(bound > 0) || double.IsInfinity(bound)) return null;
        w = [.. w.Select(weight => weight / Math.Sqrt(bound))];
        for (int i = 0; i < MostIterations; i++)
        {
            gram = Gram(w);
            if (DistanceFromUnit(gram) <= Tolerance) return w;
            w = Iterate(gram, w);
        }
        return null;
    }

    private double[] Gram(double[] w)
    {
        double[] gram = new double[GroupRows * GroupRows];
        for (int i = 0; i < GroupRows; i++)
            for (int j = 0; j < GroupRows; j++)
                for (int k = 0; k < Columns; k++) gram[i * GroupRows + j] += w[i * Columns + k] * w[j * Columns + k];
        return gram;
    }

    private double DistanceFromUnit(double[] gram) =>
        gram.Select((value, i) => Math.Abs(value - (i / GroupRows == i % GroupRows ? 1 : 0))).Max();

    private double[] Iterate(double[] gram, double[] w)
    {
        double[] next = new double[w.Length];
        for (int i = 0; i < GroupRows; i++)
            for (int k = 0; k < Columns; k++)
            {
                double sum = 3 * w[i * Columns + k];
                for (int j = 0; j < GroupRows; j++) sum -= gram[i * GroupRows + j] * w[j * Columns + k];
                next[i * Columns + k] = sum / 2;
            }
        return next;
    }
}
