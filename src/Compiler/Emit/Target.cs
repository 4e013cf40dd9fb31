namespace Fusion.Compiler.Emit;

/// <summary>
/// What networks are compiled for: how graphs become plans, and plans become parts of the generated class. Its plans are in a folder of
/// Schedule, its printers in one of Emit, both called after it.
/// </summary>
public abstract class Target
{
    /// <summary>As its folders are called. A rewriting that only this target wants names it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it has kernels for training steps, too.</summary>
    public virtual bool CanTrain => false;

    /// <summary>What it cannot run of a declared graph at a node, as half a sentence: <c>Softmax has no kernel</c>; null where it
    /// can.</summary>
    public virtual string? FindGap(Graph graph, Node node) => null;

    /// <summary>The members that it adds to a class, as that of a wrong declaration has them: a name, and lines of plain C# that throw.
    /// Without them, calls would be mistakes of their own; and they say which names are taken.</summary>
    public virtual IEnumerable<(string Name, string Lines)> PlaceholderMembers(PlaceholderText text) => [];

    /// <summary>Makes every choice.</summary>
    /// <param name="graphs">One per size; they share their parameters. None has a gap.</param>
    /// <param name="remarks">Sentences for the fusion plan, about what is no kernel.</param>
    /// <exception cref="NotSupportedException">A network is too large, or of another kind than any that it compiles.</exception>
    public abstract PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks);
}
