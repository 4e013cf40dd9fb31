using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// The mean of <c>(E)²</c> with <c>E = x·W + b − t</c>, of a layer of one tap: its mean squared error (<see cref="MeanSquaredError"/>).
/// One kernel makes E block by block, and takes from each block what its <see cref="SweptGradient"/>s need, so that E is never there as a
/// whole. Inputs: x, t, and, where there are gradients, d, the derivative of all by the loss.
/// </summary>
/// <param name="Layer">The <see cref="Conv"/> or <see cref="Linear"/>.</param>
public sealed record ErrorSweep(Operation Layer) : TrainingOperation
{
    /// <summary>Pixels of a block: E stays in the second-level cache, beside weights and their gradient.</summary>
    private const int WantedPixels = 112;

    /// <summary>Values of E that leave room in that cache.</summary>
    private const int BlockFloats = 64 * 1024;

    /// <summary>Fewer pixels than this, unless there are no more, would not fill a register tile.</summary>
    private const int LeastPixels = 14;

    public override IEnumerable<(string Name, object Value)> Properties => Layer.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Layer.InferShape([inputs[0]]), inputs[1], "target");
        return Shape.Of(1);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => Layer.MultiplyAdds([inputs[0]], inputs[1]);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => Layer.Parameters([inputs[0]]);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor target = context.Inputs[1];
        context.Output.Values[0] = new MeanSquaredError().Value([Result(Layer, context), target]);
    }

    /// <summary>How many pixels a block has; null where the pixels cannot be cut into equal ones of a fair size.</summary>
    /// <param name="channels">Of the layer's result.</param>
    public static int? BlockPixels(int pixels, int channels)
    {
        double wanted = Math.Max(WantedPixels / 2, Math.Min(WantedPixels, BlockFloats / channels));
        int found = Divisors.Of(pixels).Where(block => block <= 2 * WantedPixels).OrderBy(block => Math.Abs(Math.Log(block / wanted)))
            .First();
        return found >= LeastPixels || found == pixels ? found : null;
    }

    /// <summary>The layer's result in double precision.</summary>
    internal static ReferenceTensor Result(Operation layer, ReferenceContext context)
    {
        var result = new ReferenceTensor(context.Inputs[1].Shape);
        layer.Evaluate(new ReferenceContext([context.Inputs[0]], result, context.Parameter));
        return result;
    }
}

/// <summary>
/// A gradient that <see cref="ErrorSweep"/>'s kernel makes on its way: <paramref name="Rule"/> of <c>G = d · 2 E / n</c>, the gradient of
/// the layer's result. Inputs: x, t, d, and the sweep.
/// </summary>
/// <param name="Rule">The gradient of the layer's input, of its weights, or of its bias.</param>
public sealed record SweptGradient(Operation Layer, Operation Rule) : TrainingOperation
{
    public override string Kind => "Swept" + Rule.Kind;

    public override IEnumerable<(string Name, object Value)> Properties => Rule.Properties;

    private bool IsOfWeights => Rule is ConvWeightGradient or LinearWeightGradient;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Rule.InferShape(IsOfWeights ? [inputs[0], inputs[1]] : [inputs[1]]);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) =>
        Rule.MultiplyAdds(IsOfWeights ? [inputs[0], inputs[1]] : [inputs[1]], output);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => Layer.Parameters([inputs[0]]);

    public override void Evaluate(ReferenceContext context)
    {
        var gradient = new ReferenceTensor(context.Inputs[1].Shape);
        ReferenceTensor result = ErrorSweep.Result(Layer, context);
        new LossGradient(new MeanSquaredError(), 0).Evaluate(
            new ReferenceContext([result, context.Inputs[1], context.Inputs[2]], gradient, context.Parameter));
        Rule.Evaluate(new ReferenceContext(
            IsOfWeights ? [context.Inputs[0], gradient] : [gradient], context.Output, context.Parameter));
    }
}
