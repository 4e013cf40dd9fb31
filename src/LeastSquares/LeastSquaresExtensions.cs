namespace Fusion.Training;

/// <summary>Adds the optimum in closed form to alignments that stand alone.</summary>
public static class LeastSquaresExtensions
{
    /// <summary>
    /// Gives a linear connector the weights that fit features best: least squares with a ridge, see <see cref="LeastSquaresFit"/>, which
    /// takes more than one batch.
    /// </summary>
    /// <param name="alignment">Whose connector is fitted.</param>
    /// <param name="student">The student's features: a batch, or any other number of positions.</param>
    /// <param name="teacher">The teacher's, of the same positions.</param>
    /// <param name="ridge">λ, at least 0: how much large weights count against a fit.</param>
    /// <exception cref="ArgumentException">The connector is not linear, or the features do not fit it.</exception>
    /// <exception cref="InvalidOperationException">The features do not say which weights are best.</exception>
    public static void FitLeastSquares(
        this AlignmentSession alignment, ReadOnlySpan<float> student, ReadOnlySpan<float> teacher, double ridge = 0)
    {
        var fit = new LeastSquaresFit(alignment);
        fit.Add(student, teacher);
        fit.Apply(ridge);
    }
}
