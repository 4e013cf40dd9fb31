namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Some positions of a strided layer's input, a stride apart. The same taps reach all of them, so that their gradient is a convolution over
/// dy at stride 1 with these taps: no zeros lie between the values of dy.
/// </summary>
/// <param name="First">The first of these positions, as (T, H, W).</param>
/// <param name="Step">From one to the next.</param>
/// <param name="Convolution">Their gradient from dy; null where no tap reaches them and it is zero.</param>
public sealed record GradientPhase(EquatableArray<int> First, EquatableArray<int> Step, PackedConvolution? Convolution)
{
    /// <summary>Each phase is a kernel. With more, as a kernel of 16×16 taps at stride 16 has, the text would be long for little.</summary>
    private const int Most = 16;

    /// <summary>The phases of the value that a strided gradient or a transposed convolution makes.</summary>
    public static IReadOnlyList<GradientPhase> Of(Operation core) => core switch
    {
        ConvInputGradient gradient => Of(gradient)!,
        PhasedConvolution phased => [.. Of(phased.Sums, long.MaxValue)!.Select(phase => phase.With(phased))],
        _ => throw new InvalidOperationException($"{core.Kind} has no phases."),
    };

    /// <summary>The phases of a layer's input; null where they are too many.</summary>
    public static IReadOnlyList<GradientPhase>? Of(ConvInputGradient gradient) => Of(gradient, Most);

    private static IReadOnlyList<GradientPhase>? Of(ConvInputGradient gradient, long most)
    {
        PackedConvolution form = PackedConvolution.From(gradient.Layer);
        Shape input = gradient.Input;
        int[] sizes = [input.Frames, input.Height, input.Width];
        if (Enumerable.Range(0, 3).Aggregate(1L, (count, i) => count * Math.Min(form.Stride[i], sizes[i])) > most)
            return null;
        PhaseAxis[][] axes = [.. sizes.Select((size, i) =>
            PhaseAxis.Of(size, form.Kernel[i], form.Stride[i], form.Dilation[i], form.Padding[i]).ToArray())];
        return
        [
            .. from frame in axes[0]
               from row in axes[1]
               from column in axes[2]
               select Of(gradient, form, [frame, row, column]),
        ];
    }

    private static GradientPhase Of(ConvInputGradient gradient, PackedConvolution form, PhaseAxis[] axes)
    {
        EquatableArray<int> first = [.. axes.Select(axis => axis.First)];
        if (axes.Any(axis => axis.Taps == 0)) return new GradientPhase(first, form.Stride, null);
        int[] apart = [form.Kernel[1] * form.Kernel[2], form.Kernel[2], 1];
        var layer = new PhaseLayer(gradient.Layer, gradient.Input.Channels, axes.Select((axis, i) => axis.FirstTap * apart[i]).Sum(),
            [.. axes.Select((axis, i) => axis.TapStep * apart[i])])
        {
            Taps = [.. axes.Select(axis => axis.Taps)],
        };
        return new GradientPhase(first, form.Stride, new PackedConvolution(
            [new ConvolutionPart(layer)], [.. axes.Select(axis => axis.Taps)], [1, 1, 1], [.. axes.Select(axis => axis.Dilation)],
            [.. axes.Select(axis => axis.Padding)], gradient.Layer.Groups));
    }

    /// <summary>The phase with the layer's bias and the norms behind it. Where no tap reaches it, they are all that there is
    /// (<see cref="PackedConvolution.IsConstant"/>).</summary>
    private GradientPhase With(PhasedConvolution phased)
    {
        ConvTranspose layer = phased.Declared;
        var none = new ConvolutionPart(new PhaseLayer(phased.Sums.Layer, layer.Outputs, -1, [0, 0, 0]));
        PackedConvolution form = Convolution ?? (PackedConvolution.Pointwise(none) with { Groups = layer.Groups });
        var source = (PhaseLayer)form.Parts[0].Source;
        var part = new ConvolutionPart(source with { BiasName = layer.Bias == false ? null : layer.BiasName }) { After = phased.After };
        return this with { Convolution = form with { Parts = [part] } };
    }

    /// <summary>The shape of the value at these positions.</summary>
    public Shape ShapeOf(Shape whole)
    {
        int[] sizes = [whole.Frames, whole.Height, whole.Width];
        return new Shape([.. sizes.Select((size, i) => (size - First[i] - 1) / Step[i] + 1), whole.Channels]);
    }
}
