using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The gradient of a convolution's weights, in their layout: sums over positions of x · dy. Inputs: x and dy.</summary>
/// <param name="Layer">The convolution.</param>
public sealed record ConvWeightGradient(Conv Layer) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Layer.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Layer.InferShape([Exactly(2, inputs)[0]]), inputs[1], "gradient");
        EquatableArray<int> dimensions = Layer.Parameters([inputs[0]])[0].Dimensions;
        // Over a batch the kernel covers one frame, which the declared weights do not count.
        return new Shape(dimensions.Count == 5 && Layer.Kernel[0] == 1
            ? dimensions.Where((_, d) => d != 2).ToEquatableArray()
            : dimensions);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => Layer.MultiplyAdds([inputs[0]], inputs[1]);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], gradient = context.Inputs[1];
        int perGroup = input.Channels / Layer.Groups, outputsPerGroup = Layer.Outputs / Layer.Groups, taps = Layer.Taps;
        foreach (var (tap, from, to) in TapWalk.Of(Layer, input, gradient))
        {
            for (int o = 0; o < Layer.Outputs; o++)
            {
                double dy = gradient.Values[to + o];
                int first = o / outputsPerGroup * perGroup;
                for (int i = 0; i < perGroup; i++)
                    context.Output.Values[(o * perGroup + i) * taps + tap] += dy * input.Values[from + first + i];
            }
        }
    }
}
