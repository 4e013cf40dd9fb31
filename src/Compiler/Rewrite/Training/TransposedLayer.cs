using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A layer whose weights have inputs and outputs exchanged, and taps in the opposite order: what makes the gradient of its input from that
/// of its output, at stride 1.
/// </summary>
/// <param name="Layer">The <see cref="Conv"/> or <see cref="Linear"/>, which owns the weights.</param>
/// <param name="Inputs">The layer's input channels.</param>
public sealed record TransposedLayer(Operation Layer, int Inputs) : MergedLayer
{
    /// <summary>The bias that is added to each result; null where there is none, as for a gradient.</summary>
    public string? BiasName { get; init; }

    public override int Outputs => Inputs;

    public override bool AddsConstant => BiasName is not null;

    public override bool IsDirect => Layer is Conv { Arithmetic: Arithmetic.Direct };

    public override int Depth => 1;

    public override string Description => $"{Layer.Kind} transposed";

    /// <summary>The name of the weights.</summary>
    public string WeightName => Layer is Conv conv ? conv.WeightName : ((Linear)Layer).WeightName;

    /// <summary>Which of the layer's taps each of the convolution's is: the opposite order.</summary>
    public IEnumerable<int> LayerTaps => Enumerable.Range(0, ((Conv)Layer).Taps).Reverse();

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
    [
        Layer.Parameters([inputs[0].WithChannels(Inputs)])[0],
        .. BiasName is null ? Array.Empty<Parameter>() : [new Parameter(BiasName, [Inputs], ParameterKind.Bias)],
    ];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        (Layer is Conv conv ? Gradient(conv, inputs[0]) : inputs[0]).WithChannels(Inputs);

    public override void Evaluate(ReferenceContext context)
    {
        Operation gradient = Layer is Conv conv
            ? new ConvInputGradient(conv with { Stride = [.. conv.Stride.Select(_ => 1)] }, context.Output.Shape)
            : new LinearInputGradient((Linear)Layer, Inputs);
        gradient.Evaluate(context);
        if (BiasName is not null) ConvTranspose.AddBias(context.Output, context.Parameter(BiasName));
    }

    public override string ToString() => $"{Layer.Kind} {(Layer as Conv)?.Path ?? ((Linear)Layer).Path} transposed";

    /// <summary>The padding of the convolution that the gradient is: what the taps reach beyond the layer's own.</summary>
    public static EquatableArray<int> Padding(Conv layer) =>
        [.. layer.Kernel.Select((size, d) => (size - 1) * layer.Dilation[d] - layer.Padding[d])];

    /// <summary>The same at the end; null where it is as at the beginning.</summary>
    public static EquatableArray<int>? PaddingEnd(Conv layer) => layer.PaddingEnd is { } end
        ? PackedConvolution.ThreeOf([.. layer.Kernel.Select((size, d) => (size - 1) * layer.Dilation[d] - end[d])], 0)
        : null;

    private static Shape Gradient(Conv layer, Shape output) => output.WithSpatial(output.Spatial.Select((size, d) =>
        size + (layer.Kernel[d] - 1) * layer.Dilation[d] - layer.Padding[d] - (layer.PaddingEnd ?? layer.Padding)[d]));
}
