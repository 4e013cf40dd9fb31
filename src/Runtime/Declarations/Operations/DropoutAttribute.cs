namespace Fusion;

/// <summary>Nothing at inference: (…, C) to (…, C). It stands in a declaration so that the positions in the parameters' names agree with
/// the network that was trained.</summary>
/// <remarks><c>y = x</c>.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Dropout, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class DropoutAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="rate">The share of values dropped in training.</param>
    public DropoutAttribute(double rate = 0.5) => Rate = rate;

    /// <summary>The share of values dropped in training.</summary>
    public double Rate { get; }
}
