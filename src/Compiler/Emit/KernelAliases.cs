namespace Fusion.Compiler.Emit;

/// <summary>
/// The names by which generated text knows types that are not its own. They stand inside the kernels' own namespace, where they come before
/// everything that a user's project declares or imports, whatever it is called.
/// </summary>
/// <param name="Imports">Namespaces of what has type parameters or extension methods.</param>
/// <param name="Types">A name and the full name of its type.</param>
internal sealed record KernelAliases(EquatableArray<string> Imports, EquatableArray<(string Name, string Type)> Types)
{
    public static KernelAliases None { get; } = new([], []);

    /// <summary>Those of the description, and of the way to the kernels.</summary>
    public static KernelAliases Shared { get; } = new([],
    [
        ("Descriptions", "Fusion.Runtime.Descriptions"),
        ("InstructionSet", "Fusion.InstructionSet"),
        ("KernelRunner", "Fusion.Runtime.KernelRunner"),
        ("NetworkInfo", "Fusion.NetworkInfo"),
        ("NetworkOptions", "Fusion.NetworkOptions"),
        ("NetworkVariant", "Fusion.NetworkVariant"),
        ("WeightPacking", "Fusion.Runtime.WeightPacking"),
    ]);

    public KernelAliases With(KernelAliases others) => new(
        Imports.Union(others.Imports).ToEquatableArray(),
        Types.Union(others.Types).OrderBy(alias => alias.Name, StringComparer.Ordinal).ToEquatableArray());

    /// <summary>Whether a name means a type here, so that a kernel cannot have it.</summary>
    public bool Has(string name) => Types.Any(alias => alias.Name == name);

    /// <summary>Writes the imports, and those of the aliases that a text uses.</summary>
    public void Write(CodeWriter writer, string text)
    {
        foreach (string import in Imports) writer.Line($"using global::{import};");
        foreach (var (name, type) in Types)
            if (text.IndexOf(name, StringComparison.Ordinal) >= 0) writer.Line($"using {Escape.Identifier(name)} = global::{type};");
    }
}
