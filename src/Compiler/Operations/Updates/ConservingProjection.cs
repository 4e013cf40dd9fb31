namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>w − Aᵀ (A Aᵀ)⁻¹ (A w − c)</c> for the weights w of each output: the orthogonal projection onto <c>A w = c</c>.
/// </summary>
/// <param name="Sums">The rows of A with what belongs to them in c; no row is a combination of others.</param>
public sealed record ConservingProjection(string Target, EquatableArray<int> Dimensions, EquatableArray<WeightedSum> Sums)
    : WeightProjection(Target, Dimensions)
{
    /// <summary>A row of which no more than this share is left without the rows before it is a combination of them.</summary>
    private const double Independent = 1e-9;

    protected override IEnumerable<(string Name, object Value)> Settings =>
        Sums.SelectMany(sum => new (string, object)[]
        {
            ("of", sum.Factors.Count == 0 ? "ones" : string.Join(" ", sum.Factors.Select(factor => ArgumentText.Describe(factor)))),
            ("sum", sum.Value),
        });

    /// <summary>
    /// The same sums with rows of length 1 that are orthogonal to each other, by Gram and Schmidt's way, so that each can be seen to by
    /// itself.
    /// </summary>
    /// <param name="dependent">The first that is a combination of those before it; −1 where there is none.</param>
    public IReadOnlyList<WeightedSum> Orthonormal(out int dependent)
    {
        dependent = -1;
        var basis = new List<WeightedSum>();
        for (int i = 0; i < Sums.Count; i++)
        {
            double[] row = Sums[i].Factors.Count == 0 ? [.. Enumerable.Repeat(1.0, Columns)] : [.. Sums[i].Factors];
            double value = Sums[i].Value, length = Length(row);
            // Twice, so that rounding leaves nothing of the others.
            foreach (WeightedSum other in basis.Concat(basis).ToList())
            {
                double share = Product(row, other.Factors);
                for (int k = 0; k < row.Length; k++) row[k] -= share * other.Factors[k];
                value -= share * other.Value;
            }
            double left = Length(row);
            if (left <= Independent * length)
            {
                dependent = i;
                return basis;
            }
            basis.Add(new WeightedSum(row.Select(factor => factor / left).ToEquatableArray(), value / left));
        }
        return basis;
    }

    public override double[] Project(double[] weights, double[] before)
    {
        double[] result = [.. weights];
        foreach (WeightedSum sum in Orthonormal(out _))
        {
            for (int row = 0; row < Rows; row++)
            {
                double missing = sum.Value;
                for (int k = 0; k < Columns; k++) missing -= sum.Factors[k] * result[row * Columns + k];
                for (int k = 0; k < Columns; k++) result[row * Columns + k] += missing * sum.Factors[k];
            }
        }
        return result;
    }

    private static double Product(IReadOnlyList<double> left, IReadOnlyList<double> right) => left.Zip(right, (l, r) => l * r).Sum();

    private static double Length(IReadOnlyList<double> row) => Math.Sqrt(Product(row, row));
}

/// <summary><c>Σ factor · weight = value</c>, over the weights of one output.</summary>
/// <param name="Factors">One for each weight in the state dict's order; none where all are 1.</param>
public sealed record WeightedSum(EquatableArray<double> Factors, double Value);
