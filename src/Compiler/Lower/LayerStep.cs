using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>One operation of a layer, once per repetition.</summary>
/// <param name="Scope">The frame in which its arguments are evaluated.</param>
/// <param name="Path">Of its parameters' names.</param>
/// <param name="Trail">The way here, for messages.</param>
/// <param name="Layer">The way to the layer as a whole.</param>
/// <param name="IsKnown">Whether it is known that, and how often, it runs; where it is not, the mistake is reported and the result
/// unknown.</param>
internal sealed record LayerStep(OperationSpec Operation, Frame Scope, string Path, string Trail, string Layer, bool IsKnown)
{
    /// <summary>Only how often it runs is unknown, so that what is wrong in its arguments is wrong.</summary>
    public bool Runs { get; init; }
}
