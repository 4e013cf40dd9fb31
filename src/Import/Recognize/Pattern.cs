using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>Questions about nodes that patterns are made of.</summary>
internal static class Pattern
{
    /// <summary>The node's one input, where it is of this operation.</summary>
    public static EditableNode? Of<T>(this EditableNode? node) where T : Operation =>
        node is { Operation: T, Inputs: [var input] } ? input : null;

    /// <summary>The node's one input, where it is of this operation and passes a test.</summary>
    public static EditableNode? Of<T>(this EditableNode? node, Func<T, bool> test) where T : Operation =>
        node is { Operation: T operation, Inputs: [var input] } && test(operation) ? input : null;

    /// <summary>Both orders of the inputs of an operation that takes two; none for others.</summary>
    public static IEnumerable<(EditableNode First, EditableNode Second)> Pairs<T>(this EditableNode node) where T : Operation =>
        node is { Operation: T, Inputs: [var left, var right] } ? [(left, right), (right, left)] : [];

    /// <summary>The input of a multiplication by about this number.</summary>
    public static EditableNode? Scaled(this EditableNode? node, double scale) =>
        node.Of<Affine>(affine => affine.Offset == 0 && IsAbout(affine.Scale, scale));

    /// <summary>The input of an addition of about this number.</summary>
    public static EditableNode? Shifted(this EditableNode? node, double offset) =>
        node.Of<Affine>(affine => affine.Scale == 1 && IsAbout(affine.Offset, offset));

    /// <summary>Exporters write constants as floats, or round them to a few decimals.</summary>
    public static bool IsAbout(double found, double expected) => Math.Abs(found - expected) <= 2e-6 * Math.Abs(expected);
}
