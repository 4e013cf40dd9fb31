using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>
/// Winograd's minimal filtering F(m×m, 3×3): m×m results from the products of (m+2)×(m+2) transformed inputs with as many transformed
/// weights (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015). Polynomials are evaluated at 0, ±p, ±q and
/// infinity.
/// </summary>
/// <param name="Tile">Results along one axis: m.</param>
/// <param name="Near">The point p, with its negative.</param>
/// <param name="Far">The point q, with its negative; 0 where there is none.</param>
public sealed record WinogradTransform(int Tile, double Near, double Far)
{
    /// <summary>F(2×2, 3×3): only additions, 2.25 times fewer products; the error is below that of the direct sum.</summary>
    public static WinogradTransform Two { get; } = new(2, 1, 0);

    /// <summary>
    /// F(4×4, 3×3): 4 times fewer products. The points decide the error: ±3/4 and ±3/2 have a third of that of the usual ±1 and ±2, about
    /// twice that of the direct sum.
    /// </summary>
    public static WinogradTransform Four { get; } = new(4, 0.75, 1.5);

    /// <summary>Transformed values along one axis.</summary>
    public int Points => Tile + 2;

    /// <summary>Products for one tile.</summary>
    public int Products => Points * Points;

    /// <summary>The matrix that transforms a filter, row by row: a row of three values for each point.</summary>
    public IReadOnlyList<double> Filter
    {
        get
        {
            if (Far == 0) return [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];
            double p = Near, q = Far, p2 = p * p, q2 = q * q;
            double zero = 1 / (p2 * q2), near = 1 / (2 * p2 * (p2 - q2)), far = 1 / (2 * q2 * (q2 - p2));
            return
            [
                zero, 0, 0,
                near, near * p, near * p2, near, near * -p, near * p2,
                far, far * q, far * q2, far, far * -q, far * q2,
                0, 0, 1,
            ];
        }
    }

    /// <summary>Tiles that cover so many results.</summary>
    public int TilesOver(int results) => (results + Tile - 1) / Tile;

    public override string ToString() => $"F({Tile}×{Tile}, 3×3)";
}
