using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A transposed convolution that strides: as many convolutions at stride 1 as its positions have phases (<see cref="GradientPhase"/>), each
/// of which makes every n-th position.
/// </summary>
/// <param name="Declared">The layer, which owns the parameters.</param>
/// <param name="Channels">Its input channels.</param>
/// <param name="Output">The shape of its result.</param>
/// <param name="After">BatchNorms and scales folded into the weights, in the order in which they run.</param>
public sealed record PhasedConvolution(ConvTranspose Declared, int Channels, Shape Output, EquatableArray<ChannelAffine> After) : Operation
{
    public override string Kind => Declared.Kind;

    public override IEnumerable<(string Name, object Value)> Properties =>
        [.. Declared.Properties, .. After.Select(norm => ("then", (object)norm.Path))];

    /// <summary>Its sums, as those of the gradient that they are.</summary>
    public ConvInputGradient Sums => new(Declared.Layer(Channels), Output);

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Declared.InferShape(inputs);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => Declared.MultiplyAdds(inputs, output);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [.. Declared.Parameters(inputs), .. After.SelectMany(norm => norm.Parameters([Shape.Of(Declared.Outputs)]))];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor value = FusedEvaluation.Apply(Declared, context.Inputs, context);
        foreach (ChannelAffine norm in After) value = FusedEvaluation.Apply(norm, [value], context);
        value.Values.CopyTo(context.Output.Values, 0);
    }

    public override void Export(Onnx.OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");

    /// <summary>The layer in the form that its kernels are made from.</summary>
    public static Operation Pack(ConvTranspose layer, Shape input, Shape output)
    {
        Conv ofGradient = layer.Layer(input.Channels);
        EquatableArray<int> padding = TransposedLayer.Padding(ofGradient);
        // At stride 1 there is one phase, and all that is known of convolutions holds for it.
        if (!layer.Stride.IsAll(1) || !layer.OutputPadding.IsAll(0) || padding.Any(size => size < 0))
            return new PhasedConvolution(layer, input.Channels, output, []);
        var source = new TransposedLayer(ofGradient, layer.Outputs) { BiasName = layer.Bias == false ? null : layer.BiasName };
        return PackedConvolution.From(ofGradient) with
        {
            Parts = [new ConvolutionPart(source)],
            Padding = PackedConvolution.ThreeOf(padding, 0),
            PaddingEnd = TransposedLayer.PaddingEnd(ofGradient),
        };
    }
}
