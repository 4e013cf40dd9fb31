namespace Fusion.Compiler.Operations;

/// <summary>The checks that keep a layer's sizes within <see cref="Limits"/>, each with its sentence.</summary>
internal static class SizeRule
{
    public static void Step(string kind, string name, EquatableArray<int> values)
    {
        foreach (int value in values)
        {
            if (value <= Limits.Step) continue;
            throw new ShapeException(
                $"{kind}: {name} is ({string.Join(", ", values)}), but each number must be at most {Limits.Step}.", name);
        }
    }

    /// <summary>The input with its padding, which kernels find in memory as zeros around it.</summary>
    /// <param name="argument">The argument that makes the padding large.</param>
    public static void Padded(string kind, Shape input, EquatableArray<int> padding, string argument)
    {
        double pixels = input.Spatial.Zip(padding, (size, zeros) => size + 2.0 * zeros).Aggregate(1.0, (product, size) => product * size);
        if (pixels * input.Channels <= Limits.Elements) return;
        throw new ShapeException(
            $"{kind}: the input {input} has more than {Limits.Elements} elements with its padding of "
            + $"({string.Join(", ", padding)}) on each side. "
            + "Use a smaller kernel, dilation or padding, or a smaller input.", argument);
    }

    /// <summary>A layer's weights, whose outputs are kept in whole vectors.</summary>
    /// <param name="inputs">Input channels of a group.</param>
    /// <param name="taps">Positions of the kernel; a product that may not fit into an <see cref="int"/>.</param>
    public static void Weights(string kind, int outputs, int inputs, double taps, int groups)
    {
        const double vector = 16;
        bool isDepthwise = inputs == 1 && outputs == groups;
        double packed = isDepthwise ? Math.Ceiling(outputs / vector) * vector : Math.Ceiling(outputs / groups / vector) * vector * groups;
        if (packed * inputs * taps <= Limits.Elements) return;
        string positions = taps > 1 ? FormattableString.Invariant($" at {taps:0} positions of the kernel") : "";
        throw new ShapeException(
            $"{kind}: {outputs} outputs of {inputs} inputs{positions} take more than {Limits.Elements} weights, kept in whole vectors of "
            + $"{vector} outputs. Use fewer outputs or inputs, or a smaller kernel.",
            vector * inputs * taps > Limits.Elements && taps > 1 ? "kernel" : "outputs");
    }
}
