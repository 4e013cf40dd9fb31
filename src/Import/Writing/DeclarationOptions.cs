namespace Fusion.Import.Writing;

/// <summary>What a declaration is called, and for which sizes it holds.</summary>
/// <param name="ClassName">The class; made a C# name where it is none.</param>
public sealed record DeclarationOptions(string ClassName)
{
    /// <summary>The file's namespace; none where it is empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The file that the declaration is made of, for a comment on how to use it; empty for no comment.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What a reader should know, in whole sentences, for the same comment.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same network at further sizes of its input, each of which becomes a <c>[FusedNetwork]</c> of its own.</summary>
    public IReadOnlyList<Graph> MoreSizes { get; init; } = [];
}

/// <summary>A declaration.</summary>
/// <param name="Text">The C# source file.</param>
/// <param name="Renames">For each parameter of the graph, what it is called in the declaration.</param>
public sealed record DeclarationText(string Text, IReadOnlyDictionary<string, string> Renames)
{
    /// <summary>What the generated methods call the input of a class without a <c>Forward</c>.</summary>
    public const string OnlyInput = "input";

    /// <summary>What they call a result that is the only one.</summary>
    public const string OnlyOutput = "output";

    /// <summary>What the inputs are called, in the graph's order.</summary>
    public IReadOnlyList<string> InputNames { get; init; } = [];

    /// <summary>What the results are called; none where there is only one.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];
}

/// <summary>A graph has what a declaration cannot say.</summary>
public sealed class DeclarationException(string message) : Exception(message);
