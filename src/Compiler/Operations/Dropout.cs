namespace Fusion.Compiler.Operations;

/// <summary>Nothing at inference: it lowers to its input.</summary>
public static class Dropout
{
    public static OperationDefinition Definition { get; } = new("Dropout", context => [.. context.Inputs]);
}
