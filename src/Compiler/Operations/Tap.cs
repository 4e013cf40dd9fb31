namespace Fusion.Compiler.Operations;

/// <summary>
/// Nothing to the value, which it makes readable after a run: it lowers to its input, and to an entry among the graph's taps. What is
/// tapped, and under which name, depends on where it stands, so that Lower sees to it.
/// </summary>
public static class Tap
{
    public const string Name = "Tap";

    public static OperationDefinition Definition { get; } = new(Name, context => [.. context.Inputs]) { KeepsShape = true };
}
