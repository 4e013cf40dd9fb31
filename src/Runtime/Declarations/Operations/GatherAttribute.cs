namespace Fusion;

/// <summary>Positions by their numbers, in any order and as often as they are named: (L, …) to (n, …).</summary>
/// <remarks><c>y[i] = x[indices[i]]</c> along the axis.</remarks>
/// <example>
/// <code>
/// // The class token alone.
/// [Gather(0)]   Layer first;
/// </code>
/// </example>
public sealed class GatherAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="indices">The numbers of the positions, counted from 0. Each an <see cref="int"/> or an expression string.</param>
    public GatherAttribute(params object[] indices) => Indices = indices;

    /// <summary>The numbers of the positions, counted from 0. Each an <see cref="int"/> or an expression string.</summary>
    public object[] Indices { get; }

    /// <summary>The dimension, not the channels; 0, the first, where it is not given. An <see cref="int"/> or an expression
    /// string.</summary>
    public object? Axis { get; set; }
}
