using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The gradient of a linear layer's weights [outputs, inputs]: sums over positions of dy · x. Inputs: x and dy.</summary>
/// <param name="Layer">The layer.</param>
public sealed record LinearWeightGradient(Linear Layer) : TrainingOperation, IPositionSum
{
    public override IEnumerable<(string Name, object Value)> Properties => Layer.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Layer.InferShape([Exactly(2, inputs)[0]]), inputs[1], "gradient");
        return Shape.Of(Layer.Outputs, inputs[0].Channels);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * inputs[0].Pixels;

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], dy = context.Inputs[1];
        for (int pixel = 0; pixel < x.Pixels; pixel++)
            for (int o = 0; o < Layer.Outputs; o++)
                for (int i = 0; i < x.Channels; i++) context.Output[o, i] += dy[pixel, o] * x[pixel, i];
    }
}
