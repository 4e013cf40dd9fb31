namespace Fusion;

/// <summary>Takes the parts of a <c>Split</c> apart: <c>var (left, right) = Split(x, 2);</c></summary>
public static class TensorExtensions
{
    /// <summary>Two parts.</summary>
    /// <param name="parts">What <c>Split</c> returned.</param>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second) => throw Declaration.NotExecutable();

    /// <summary>Three parts.</summary>
    /// <param name="parts">What <c>Split</c> returned.</param>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    /// <param name="third">The third part.</param>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third) =>
        throw Declaration.NotExecutable();

    /// <summary>Four parts.</summary>
    /// <param name="parts">What <c>Split</c> returned.</param>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    /// <param name="third">The third part.</param>
    /// <param name="fourth">The fourth part.</param>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third, out Tensor fourth) =>
        throw Declaration.NotExecutable();
}
