namespace Fusion;

/// <summary>
/// Makes a network of a block with given parameters, beside <see cref="FusedNetworkAttribute"/> on a class without layers of its own: so
/// the variants of an architecture are one declaration, and a line for each. Weights are named as in the block, without a prefix; inputs
/// and outputs are those of its <c>Forward</c>.
/// </summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>, in the same project.</typeparam>
/// <example>
/// <code>
/// [Block]
/// public partial class Plain(double width, int depth)
/// {
///     [Conv("(int)(16 * width)", 3), BatchNorm, Relu, Repeat("depth")]   Layer[] convs;
///     [GlobalAveragePool, Linear(10)]                                    Layer head;
/// }
///
/// [FusedNetwork(32, 32, 3), With&lt;Plain&gt;("width: 1, depth: 2")]     public partial class PlainSmall;
/// [FusedNetwork(64, 64, 3), With&lt;Plain&gt;("width: 1.5, depth: 4")]   public partial class PlainLarge;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WithAttribute<TBlock> : Attribute
{
    /// <summary>Makes a network of a block.</summary>
    /// <param name="arguments">The arguments of the block's primary constructor, in order; a string is an expression, which may name the
    /// parameter that it is for: <c>"width: 1.5"</c>, and several of them, with commas between.</param>
    public WithAttribute(params object[] arguments) => Arguments = arguments;

    /// <summary>The arguments of the block's primary constructor.</summary>
    public object[] Arguments { get; }
}
