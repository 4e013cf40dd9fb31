namespace Fusion;

/// <summary>
/// Lets the operations of a layer go on in the numbering of another one, in the parameters' names: the two are parts of one
/// <c>nn.Sequential</c> that a topology takes apart. The other layer is called first.
/// </summary>
/// <example>
/// <code>
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     // Parameters features.0.weight and features.2.weight; then features.4.weight.
///     [Prefix("features"), Conv(16, 3), Relu, Conv(16, 3), Relu]    Layer low;
///     [Continue(nameof(low)), Conv(32, 3, Stride = 2), Relu]        Layer high;
///     [GlobalAveragePool, Linear(10)]                               Layer head;
///
///     Tensor Forward(Tensor image)
///     {
///         var detail = low(image);
///         return head(Concat(Subsample(detail, 2), high(detail)));
///     }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ContinueAttribute : Attribute
{
    /// <summary>Goes on in the numbering of another layer.</summary>
    /// <param name="layer">The name of that layer's field, as in <c>nameof(low)</c>.</param>
    public ContinueAttribute(string layer) => Layer = layer;

    /// <summary>The name of the other layer's field.</summary>
    public string Layer { get; }
}
