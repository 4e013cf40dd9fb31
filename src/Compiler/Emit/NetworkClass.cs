namespace Fusion.Compiler.Emit;

/// <summary>Where the generated part goes.</summary>
/// <param name="Namespace">With <c>@</c> where a name needs it, as all names here.</param>
/// <param name="ContainingTypes">Heads of the types around the class, outermost first.</param>
/// <param name="Modifiers">Modifiers to repeat, without <c>partial</c>.</param>
public sealed record NetworkClass(string Namespace, EquatableArray<string> ContainingTypes, string Name, string Modifiers)
{
    /// <summary>What the graphs of the class do, where they are no sizes of one network; kernels of all but the first have it in their
    /// names.</summary>
    public EquatableArray<string> Programs { get; init; } = [];

    /// <summary>What one of the graphs is called.</summary>
    public string ProgramOf(int graph) => Programs.Count > 0 ? Programs[graph] : $"Size{graph + 1}";

    /// <summary>Tells one graph's kernels from those of the others.</summary>
    public string SuffixOf(int graph) => graph == 0 ? "" : "_" + ProgramOf(graph);

    /// <summary>A name that no other network of the project has: of the generated file, and of the namespace of its kernels.</summary>
    public string UniqueName => Emit.UniqueName.Of(Name, string.Join(".", ContainingTypes.Prepend(Namespace).Append(Name)));

    /// <summary>
    /// The namespace of everything that users do not call. It is ours, so that nothing of the user's own comes between a name in it and its
    /// meaning.
    /// </summary>
    public string KernelNamespace => "Fusion.Generated." + UniqueName;
}
