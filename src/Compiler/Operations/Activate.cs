namespace Fusion.Compiler.Operations;

/// <summary>The activation that an argument names, nothing for <c>None</c>.</summary>
public static class Activate
{
    public static OperationDefinition Definition { get; } = new("Activate", context =>
    {
        ShapeRule.Single("Activate", context.InputShapes);
        return ActivationTable.Create(context.Arguments, "activation") is { } operation ? [context.Add(operation)] : [.. context.Inputs];
    })
    { KeepsShape = true };
}
