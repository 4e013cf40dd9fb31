using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>Activations that are a value times a function of it.</summary>
internal static class Gates
{
    /// <summary>relu6(x + 3) / 6.</summary>
    public static Finding? HardSigmoid(EditableNode node) =>
        node.Scaled(1.0 / 6).Of<Relu6>().Shifted(3) is { } x ? new Finding(new HardSigmoid(), x) : null;

    /// <summary>x · hardsigmoid(x), or x · relu6(x + 3) / 6.</summary>
    public static Finding? HardSwish(EditableNode node)
    {
        foreach (var (x, gate) in node.Pairs<Multiply>())
            if (gate.Of<HardSigmoid>(gate => Pattern.IsAbout(gate.Slope, 1.0 / 6) && gate.Offset == 0.5) == x)
                return new Finding(new HardSwish(), x);
        foreach (var (x, gate) in node.Of<Affine>(affine => affine.Offset == 0 && Pattern.IsAbout(affine.Scale, 1.0 / 6))?.Pairs<Multiply>()
            ?? [])
            if (gate.Of<Relu6>().Shifted(3) == x) return new Finding(new HardSwish(), x);
        return null;
    }

    /// <summary>(a x + b) · relu6(a x + b + 3), which is six times a hard swish: the second sum was merged from two.</summary>
    public static Finding? ScaledHardSwish(EditableNode node)
    {
        foreach (var (value, gate) in node.Pairs<Multiply>())
        {
            if (value is not { Operation: Affine inner, Inputs: [var x] }) continue;
            if (gate.Of<Relu6>() is not { Operation: Affine shifted, Inputs: [var same] } || same != x) continue;
            if (shifted.Scale != inner.Scale || !Pattern.IsAbout(shifted.Offset, inner.Offset + 3)) continue;
            return new Finding(new Affine(6), value) { Before = new HardSwish() };
        }

        return null;
    }

    public static Finding? Silu(EditableNode node)
    {
        foreach (var (x, gate) in node.Pairs<Multiply>())
            if (gate.Of<Sigmoid>() == x) return new Finding(new Silu(), x);
        return null;
    }

    /// <summary>log(1 + exp(x)).</summary>
    public static Finding? Softplus(EditableNode node) =>
        node.Of<Log>().Shifted(1).Of<Exp>() is { } x ? new Finding(new Softplus(), x) : null;

    /// <summary>x · tanh(softplus(x)), with softplus in one piece or as log(1 + exp(x)).</summary>
    public static Finding? Mish(EditableNode node)
    {
        foreach (var (x, gate) in node.Pairs<Multiply>())
            if (gate.Of<Tanh>().Of<Softplus>() == x) return new Finding(new Mish(), x);
        return null;
    }
}
