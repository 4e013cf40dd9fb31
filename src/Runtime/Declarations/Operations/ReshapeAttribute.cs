namespace Fusion;

/// <summary>The same elements in the same channels-last order under another shape.</summary>
/// <remarks><c>y[i] = x[i]</c>, where i counts the elements channels last.</remarks>
/// <example>
/// <code>
/// // 32 × 32 positions become one sequence of 1024.
/// [Conv(32, 3), Relu, Reshape(-1, 32)]   Layer sequence;
/// </code>
/// </example>
public sealed class ReshapeAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="dimensions">The dimensions, channels last; one may be −1 and is computed. Each an <see cref="int"/> or an expression
    /// string.</param>
    public ReshapeAttribute(params object[] dimensions) => Dimensions = dimensions;

    /// <summary>The dimensions, channels last; one may be −1 and is computed. Each an <see cref="int"/> or an expression string.</summary>
    public object[] Dimensions { get; }
}
