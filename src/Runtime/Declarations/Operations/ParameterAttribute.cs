namespace Fusion;

/// <summary>
/// A field of type <see cref="Tensor"/> that is a parameter: a value that is trained and loaded, but not computed, as PyTorch's
/// <c>nn.Parameter</c> is: positional embeddings, class tokens, queries, learned masks. Parameter: the field's name, in the given
/// dimensions. <see cref="OperationAttribute.Name"/> gives it another name; that of a layer's weight ties the two.
/// </summary>
/// <example>
/// <code>
/// [FusedNetwork(10, 10, 8)]
/// public partial class Masked
/// {
///     [Parameter(10, 10, 1)]   Tensor mask;
///     [Conv(16, 3)]   Layer conv;
///
///     Tensor Forward(Tensor x) => conv(Concat(x, mask));
/// }
/// </code>
/// </example>
public sealed class ParameterAttribute : OperationAttribute
{
    /// <summary>Makes the field a parameter.</summary>
    /// <param name="dimensions">The dimensions, channels last: (C), (L, C), (H, W, C) or (T, H, W, C). In an
    /// expression, <c>x</c> is the first input of the block, as in <c>"x.Length", "x.Channels"</c>. Each an <see cref="int"/> or an
    /// expression string.</param>
    public ParameterAttribute(params object[] dimensions) => Dimensions = dimensions;

    /// <summary>The dimensions, channels last. Each an <see cref="int"/> or an expression string.</summary>
    public object[] Dimensions { get; }

    /// <summary>What it is before it is trained; normally distributed with deviation 0.02 where it is not given. A
    /// <see cref="ParameterInitial"/> or an expression string.</summary>
    public object? Initial { get; set; }
}
