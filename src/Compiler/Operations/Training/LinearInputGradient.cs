using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The gradient of a linear layer's input: <c>dy · W</c> at every position. Input: dy.</summary>
/// <param name="Layer">The layer, which owns the weights.</param>
/// <param name="Inputs">Its input channels.</param>
public sealed record LinearInputGradient(Linear Layer, int Inputs) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("inputs", Inputs), .. Layer.Properties];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape gradient = Exactly(1, inputs)[0];
        Same(gradient.WithChannels(Layer.Outputs), gradient, "gradient");
        return gradient.WithChannels(Inputs);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * Layer.Outputs;

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => [Layer.Parameters([Shape.Of(Inputs)])[0]];

    public override void Evaluate(ReferenceContext context)
    {
        double[] weight = context.Parameter(Layer.WeightName);
        for (int pixel = 0; pixel < context.Output.Pixels; pixel++)
            for (int o = 0; o < Layer.Outputs; o++)
                for (int i = 0; i < Inputs; i++) context.Output[pixel, i] += context.Inputs[0][pixel, o] * weight[o * Inputs + i];
    }
}
