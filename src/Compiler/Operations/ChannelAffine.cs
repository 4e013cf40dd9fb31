namespace Fusion.Compiler.Operations;

/// <summary><c>x · scale + shift</c> with values per channel that follow from parameters alone: the weights of a layer before it or behind
/// it can take them in.</summary>
public abstract record ChannelAffine : Operation
{
    /// <summary>What its parameters are called after.</summary>
    public abstract string Path { get; init; }

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;
}
