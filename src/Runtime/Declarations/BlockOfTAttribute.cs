namespace Fusion;

/// <summary>
/// A block as an operation: <c>[Block&lt;SeBottleneck&gt;(128, 2)]</c>. A string argument is an expression over the parameters of the
/// surrounding block; it may name the parameter that it is for: <c>"stride: 2"</c>.
/// </summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>, in the same project.</typeparam>
/// <example>
/// <code>
/// [Block]
/// public partial class Pair(int width, int stride = 1)
/// {
///     [Conv("width", 3, Stride = "stride"), BatchNorm, Relu]   Layer first;
///     [Conv("width", 3), BatchNorm, Relu]                      Layer second;
/// }
///
/// [Block]
/// public partial class Stage(int width)
/// {
///     [Block&lt;Pair&gt;("2 * width, stride: 2"), Block&lt;Pair&gt;("2 * width", Repeat = 3)]   Layer pairs;
/// }
///
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     [Block&lt;Pair&gt;(16), Block&lt;Stage&gt;(16)]   Layer body;
///     [GlobalAveragePool, Linear(10)]       Layer head;
/// }
/// </code>
/// </example>
public sealed class BlockAttribute<TBlock> : OperationAttribute
{
    /// <summary>Applies a block.</summary>
    /// <param name="arguments">The arguments of the block's primary constructor, in order.</param>
    public BlockAttribute(params object[] arguments) => Arguments = arguments;

    /// <summary>The arguments of the block's primary constructor.</summary>
    public object[] Arguments { get; }

    /// <summary>How many copies run one after the other, each with weights of its own; 1 where it is not given. An <see cref="int"/> or an
    /// expression string.</summary>
    public object? Repeat { get; set; }
}
