namespace Fusion;

/// <summary>Nothing at inference: (…, C) to (…, C). In training it makes a share of the values 0, others in each step, and the rest
/// larger, so that the mean stays. It also counts in the parameters' names, as in the network that was trained.</summary>
/// <remarks><c>y = x</c>; in training <c>y = x · m / (1 − rate)</c>, m being 0 with the probability <c>rate</c> and 1 otherwise.</remarks>
/// <example>
/// <code>
/// [GlobalAveragePool, Dropout, Linear(10)]   Layer head;
/// </code>
/// </example>
public sealed class DropoutAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="rate">The share of values dropped in training: 0 or greater, less than 1.</param>
    public DropoutAttribute(double rate = 0.5) => Rate = rate;

    /// <summary>The share of values dropped in training: 0 or greater, less than 1.</summary>
    public double Rate { get; }
}
