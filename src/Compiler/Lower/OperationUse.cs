using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>One use of an operation, as an attribute or as a function.</summary>
/// <param name="Frame">The expansion in whose declaration it stands.</param>
/// <param name="Expression">The attribute or call.</param>
/// <param name="Declared">The arguments as they are written.</param>
/// <param name="Path">Of its parameters' names.</param>
internal sealed record OperationUse(Frame Frame, int Expression, EquatableArray<Argument> Declared, string Path)
{
    /// <summary>The way to the layer that it belongs to, after which its taps are named; empty for a function.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Where an argument is written; the operation itself where it is not given, or no argument is meant.</summary>
    public int PlaceOf(string? argument) =>
        Declared.FirstOrDefault(candidate => candidate.Name.Equals(argument, StringComparison.OrdinalIgnoreCase))?.Value.Id ?? Expression;

    /// <summary>A broken shape rule.</summary>
    public LoweringError Error(ShapeException mistake) =>
        Frame.Error(PlaceOf(mistake.Argument), DiagnosticIds.ShapeMismatch, mistake.Message);
}
