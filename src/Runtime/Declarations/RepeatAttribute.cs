namespace Fusion;

/// <summary>
/// Declares an array of layers, which have the same operations and weights of their own: on a field of type <c>Layer[]</c>. In
/// <c>Forward</c> the layers are <c>heads[0]</c>, <c>heads[1]</c>, …, and <c>heads.Length</c> is their number. Their parameters are named
/// as in PyTorch's <c>ModuleList</c>: <c>heads.0.weight</c>, <c>heads.1.weight</c>; in expressions and names <c>index</c> is the number of
/// the layer.
/// </summary>
/// <example>
/// <code>
/// [FusedNetwork(32, 32, 3)]
/// public partial class Pyramid
/// {
///     [Conv("8 * (index + 1)", 3, Stride = 2), Relu, Repeat(3)]   Layer[] stages;
///     [Conv(8, 1), GlobalAveragePool, Repeat(3)]             Layer[] heads;
///
///     Tensor Forward(Tensor x)
///     {
///         var results = new Tensor[heads.Length];
///         for (int i = 0; i &lt; stages.Length; i++)
///         {
///             x = stages[i](x);
///             results[i] = heads[i](x);
///         }
///
///         return Concat(results);
///     }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field)]
public sealed class RepeatAttribute : Attribute
{
    /// <summary>Declares an array of layers.</summary>
    /// <param name="count">How many layers there are: 0 to 1000. An <see cref="int"/> or an expression string over the block's
    /// parameters.</param>
    public RepeatAttribute(object count) => Count = count;

    /// <summary>How many layers there are. An <see cref="int"/> or an expression string over the block's parameters.</summary>
    public object Count { get; }
}
