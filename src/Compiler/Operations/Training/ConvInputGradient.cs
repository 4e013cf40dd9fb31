using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The gradient of a convolution's input: the convolution of dy with the same weights, their inputs and outputs exchanged and their taps
/// in the opposite order. Input: dy.
/// </summary>
/// <param name="Layer">The convolution, which owns the weights.</param>
/// <param name="Input">The shape of its input, which the strides leave open.</param>
public sealed record ConvInputGradient(Conv Layer, Shape Input) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("input", Input.Dimensions), .. Layer.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Layer.InferShape([Input]), Exactly(1, inputs)[0], "gradient");
        return Input;
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => Layer.MultiplyAdds([Input], inputs[0]);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => [Layer.Parameters([Input])[0]];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor gradient = context.Inputs[0], result = context.Output;
        double[] weight = context.Parameter(Layer.WeightName);
        int perGroup = Input.Channels / Layer.Groups, outputsPerGroup = Layer.Outputs / Layer.Groups, taps = Layer.Taps;
        foreach (var (tap, from, to) in TapWalk.Of(Layer, result, gradient))
        {
            for (int o = 0; o < Layer.Outputs; o++)
            {
                double dy = gradient.Values[to + o];
                int first = o / outputsPerGroup * perGroup;
                for (int i = 0; i < perGroup; i++)
                    result.Values[from + first + i] += dy * weight[(o * perGroup + i) * taps + tap];
            }
        }
    }
}
