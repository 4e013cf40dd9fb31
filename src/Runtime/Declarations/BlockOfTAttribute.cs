namespace Fusion;

/// <summary>
/// A block as an operation: <c>[Block&lt;SeBottleneck&gt;(128, 2)]</c>. A string argument is an expression over the parameters of the
/// surrounding block; it may name the parameter that it is for: <c>"stride: 2"</c>.
/// </summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>, in the same project.</typeparam>
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
