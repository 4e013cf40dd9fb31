using System.ComponentModel;

namespace Fusion.Training;

/// <summary>Brings weights to the nearest that keep to what is declared of them. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class WeightProjection
{
    private protected WeightProjection(string parameter, long elements)
    {
        Parameter = parameter;
        Elements = elements;
    }

    /// <summary>The name of the weights.</summary>
    public string Parameter { get; }

    /// <summary>How many there are.</summary>
    internal long Elements { get; }

    /// <summary>Weighted sums over each row.</summary>
    /// <param name="parameter">The name of the weights.</param>
    /// <param name="rows">Rows of the weights, one for each output.</param>
    /// <param name="columns">Weights in a row.</param>
    /// <param name="sums">See <see cref="Conserve"/>; the factors of one are orthogonal to those of the others.</param>
    public static WeightProjection Conserving(string parameter, int rows, int columns, params (double[] Factors, double Value)[] sums) =>
        new ConservingProjection(parameter, rows, columns, sums);

    /// <summary>Rows of length 1 that are orthogonal to each other, in each group.</summary>
    /// <param name="parameter">The name of the weights.</param>
    /// <param name="groups">The layer's groups.</param>
    /// <param name="rows">Rows of each group.</param>
    /// <param name="columns">Weights in a row.</param>
    public static WeightProjection Orthogonal(string parameter, int groups, int rows, int columns) =>
        new OrthogonalProjection(parameter, groups, rows, columns);

    /// <summary>Brings rows of weights to <c>Σ factor · weight = value</c>.</summary>
    /// <param name="weights">All rows.</param>
    /// <param name="result">Where the new ones go; it may be the same memory.</param>
    /// <param name="columns">Weights in a row.</param>
    /// <param name="factors">Of length 1 as a vector; one element where all are the same.</param>
    /// <param name="value">What the sum is to be.</param>
    /// <param name="first">The first row.</param>
    /// <param name="last">The row behind the last.</param>
    [CLSCompliant(false)]
    public static void Conserve(
        float* weights, float* result, int columns, ReadOnlySpan<double> factors, double value, int first, int last)
    {
        int step = factors.Length == 1 ? 0 : 1;
        for (int row = first; row < last; row++)
        {
            float* from = weights + (long)row * columns, to = result + (long)row * columns;
            double missing = value;
            for (int k = 0; k < columns; k++) missing -= factors[k * step] * from[k];
            for (int k = 0; k < columns; k++) to[k] = (float)(from[k] + missing * factors[k * step]);
        }
    }

    /// <summary>Brings one matrix to rows of length 1 that are orthogonal to each other.</summary>
    /// <param name="weights">The rows.</param>
    /// <param name="result">Where the new ones go; nothing is written where the rows are not independent.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">Weights in a row.</param>
    /// <param name="scratch">Memory for rows · (columns + rows + 64) values.</param>
    /// <returns>Whether the rows are independent.</returns>
    [CLSCompliant(false)]
    public static bool Orthogonalize(float* weights, float* result, int rows, int columns, double* scratch) =>
        new NearestOrthogonal(rows, columns, scratch).Run(weights, result);

    /// <returns>Whether there is a nearest one.</returns>
    internal abstract bool Apply(float* weights);

    private sealed class ConservingProjection(string parameter, int rows, int columns, (double[] Factors, double Value)[] sums)
        : WeightProjection(parameter, (long)rows * columns)
    {
        internal override bool Apply(float* weights)
        {
            foreach (var (factors, value) in sums) Conserve(weights, weights, columns, factors, value, 0, rows);
            return true;
        }
    }

    private sealed class OrthogonalProjection(string parameter, int groups, int rows, int columns)
        : WeightProjection(parameter, (long)groups * rows * columns)
    {
        internal override bool Apply(float* weights)
        {
            fixed (double* scratch = new double[NearestOrthogonal.ScratchLength(rows, columns)])
            {
                for (int group = 0; group < groups; group++)
                {
                    float* own = weights + (long)group * rows * columns;
                    if (!Orthogonalize(own, own, rows, columns, scratch)) return false;
                }
            }
            return true;
        }
    }
}
