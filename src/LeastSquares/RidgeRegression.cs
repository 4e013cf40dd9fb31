using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Fusion.Training;

/// <summary>Solves for the connector that a ridge regression asks for (Hoerl and Kennard, "Ridge Regression", 1970).</summary>
internal static class RidgeRegression
{
    /// <summary>Below this part of the greatest pivot, what one channel adds to the others is rounding.</summary>
    private const double LeastPivot = 1e-7;

    /// <summary>
    /// With S the mean products of the channels, around their means where there is a bias: <c>(Sxx + λI)·Wᵀ = Sxt</c>, by Cholesky.
    /// </summary>
    /// <returns>W, [output, input].</returns>
    /// <exception cref="InvalidOperationException">The features do not say which weights are best.</exception>
    public static Matrix<double> Weights(FeatureMoments moments, bool hasBias, double ridge)
    {
        int inputs = moments.Inputs;
        Matrix<double> own = Matrix<double>.Build.Dense(
            inputs, inputs, (i, j) => moments.Product(Math.Min(i, j), Math.Max(i, j), hasBias) + (i == j ? ridge : 0));
        Matrix<double> mixed = Matrix<double>.Build.Dense(inputs, moments.Outputs, (i, j) => moments.Product(i, inputs + j, hasBias));
        return Factor(own).Solve(mixed).Transpose();
    }

    private static Cholesky<double> Factor(Matrix<double> own)
    {
        try
        {
            Cholesky<double> factor = own.Cholesky();
            Vector<double> pivots = factor.Factor.Diagonal();
            if (pivots.Minimum() > LeastPivot * pivots.Maximum()) return factor;
        }
        catch (ArgumentException)
        {
            // Not positive definite.
        }
        throw new InvalidOperationException(
            "A channel of the features that the connector reads follows from the others, or is the same everywhere, so that many weights "
            + "are equally good; give a ridge greater than 0, or more positions.");
    }
}
