using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>GELU in both of its forms (Hendrycks and Gimpel, arXiv 1606.08415), the half before, between or behind.</summary>
internal static class Gelus
{
    /// <summary>x / 2 · (1 + erf(x / √2)).</summary>
    public static Finding? OfErrorFunction(EditableNode node) =>
        Halved(node, IsGate) is { } x ? new Finding(new Gelu(), x) : null;

    /// <summary>x / 2 · (1 + tanh(√(2 / π) (x + 0.044715 x³))).</summary>
    public static Finding? OfTanh(EditableNode node) => Halved(node, IsTanhGate) is { } x ? new Finding(new Gelu(true), x) : null;

    private static EditableNode? Halved(EditableNode node, Func<EditableNode, EditableNode, double, bool> isGate)
    {
        foreach (var (x, gate) in node.Scaled(0.5)?.Pairs<Multiply>() ?? [])
            if (isGate(gate, x, 1)) return x;
        foreach (var (x, gate) in node.Pairs<Multiply>())
        {
            if (x.Scaled(0.5) is { } half && isGate(gate, half, 1)) return half;
            // The half may also be merged into the gate: 0.5 + 0.5 erf.
            if (isGate(gate, x, 0.5)) return x;
        }

        return null;
    }

    private static bool IsGate(EditableNode gate, EditableNode x, double factor)
    {
        EditableNode? argument = Inner(gate, factor).Of<Erf>();
        return argument.Scaled(Math.Sqrt(0.5)) == x && argument is not null;
    }

    private static bool IsTanhGate(EditableNode gate, EditableNode x, double factor)
    {
        if (Inner(gate, factor).Of<Tanh>().Scaled(Math.Sqrt(2 / Math.PI)) is not { } sum) return false;
        foreach (var (first, cube) in sum.Pairs<Add>())
            if (first == x && cube.Scaled(0.044715) is { } power && (power.Of<Pow>(pow => pow.Exponent == 3) == x || IsCube(power, x)))
                return true;
        return false;
    }

    private static bool IsCube(EditableNode node, EditableNode x) =>
        node.Pairs<Multiply>().Any(pair => pair.First == x
            && (pair.Second.Of<Square>() == x || pair.Second is { Operation: Multiply, Inputs: [var a, var b] } && a == x && b == x));

    private static EditableNode? Inner(EditableNode gate, double factor) =>
        gate.Of<Affine>(affine => Pattern.IsAbout(affine.Scale, factor) && Pattern.IsAbout(affine.Offset, factor));
}
