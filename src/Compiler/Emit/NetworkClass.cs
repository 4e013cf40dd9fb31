namespace Fusion.Compiler.Emit;

/// <summary>Where the generated part goes.</summary>
/// <param name="ContainingTypes">Heads of the types around the class, outermost first.</param>
/// <param name="Modifiers">Modifiers to repeat, without <c>partial</c>.</param>
public sealed record NetworkClass(string Namespace, EquatableArray<string> ContainingTypes, string Name, string Modifiers);
