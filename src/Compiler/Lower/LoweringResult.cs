namespace Fusion.Compiler.Lower;

/// <summary>What <see cref="Lowering"/> makes of a network: one graph per declared size, or all mistakes.</summary>
/// <param name="Graphs">None where there is a mistake.</param>
/// <param name="Errors">Each mistake once, none that only follows from another.</param>
public sealed record LoweringResult(IReadOnlyList<Graph> Graphs, IReadOnlyList<LoweringError> Errors)
{
    /// <summary>What is allowed and probably not meant. The generator takes no notice of it.</summary>
    public IReadOnlyList<LoweringError> Warnings { get; init; } = [];

    /// <summary>The names of the taps: also of a wrong declaration, as far as they are known.</summary>
    public IReadOnlyList<string> Taps { get; init; } = [];
}

/// <summary>A mistake in a declaration.</summary>
/// <param name="Type">The network or block in whose declaration it stands, as <see cref="Declarations.BlockSpec.Type"/>.</param>
/// <param name="ExpressionId">Where it stands there.</param>
/// <param name="Id">The diagnostic: <c>FUS101</c>.</param>
/// <param name="Message">A sentence: what was found, what was expected and how to mend it.</param>
/// <param name="Uses">Where the blocks around it are applied, innermost first.</param>
public sealed record LoweringError(string Type, int ExpressionId, string Id, string Message, EquatableArray<DeclarationPlace> Uses)
{
    public override string ToString() => $"{Id}: {Message}";
}

/// <summary>An expression of a type's declaration.</summary>
public readonly record struct DeclarationPlace(string Type, int ExpressionId);
