namespace Fusion;

/// <summary>
/// The operations without parameters of their own as functions, for use in <c>Forward</c>; those with parameters, such as convolutions, are
/// layers. Read at build time, never executed.
/// </summary>
public static partial class Ops
{
    /// <summary>Nothing at inference; in training a share of the values becomes 0, and the rest larger.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="rate">The share of values dropped in training: 0 or greater, less than 1.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Dropout(Tensor x, double rate = 0.5) => throw Declaration.NotExecutable();

    /// <summary>The value itself, which can be read after a run.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="name">What the tap is called; after the local that the result is assigned to, or that is tapped, where it is not
    /// given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Tap(Tensor x, string name = "") => throw Declaration.NotExecutable();
}
