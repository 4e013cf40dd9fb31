namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>x / max(‖x‖, ε)</c> with ε = 1e-12, as PyTorch's <c>normalize</c>: a vector of zeros stays one. A vector of no more than ε has no
/// direction, and therefore no derivative here; PyTorch's is 1/ε, so that one pixel of zeros would outweigh everything else.
/// </summary>
internal static class UnitVector
{
    public const double Epsilon = 1e-12;

    public static double[] Of(double[] vector)
    {
        double length = Math.Max(Length(vector), Epsilon);
        return Array.ConvertAll(vector, value => value / length);
    }

    /// <summary>The derivative by the vector, from that by the unit vector.</summary>
    public static double[] Derive(double[] vector, double[] derivative)
    {
        double length = Length(vector);
        if (length <= Epsilon) return Array.ConvertAll(derivative, _ => 0.0);
        double[] unit = Of(vector);
        double along = unit.Zip(derivative, (left, right) => left * right).Sum();
        return [.. derivative.Zip(unit, (value, direction) => (value - direction * along) / length)];
    }

    public static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
