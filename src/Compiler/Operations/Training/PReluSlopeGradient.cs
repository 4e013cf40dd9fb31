using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The sums over positions of x · dy where x is not positive, for each channel or for all together. Inputs: x and dy.</summary>
/// <param name="Layer">The activation.</param>
public sealed record PReluSlopeGradient(PRelu Layer) : TrainingOperation, IPositionSum
{
    public override IEnumerable<(string Name, object Value)> Properties => Layer.Properties;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Exactly(2, inputs)[0], inputs[1], "gradient");
        return Shape.Of(Layer.Shared ? 1 : inputs[0].Channels);
    }

    public override void Evaluate(ReferenceContext context)
    {
        double[] x = context.Inputs[0].Values, dy = context.Inputs[1].Values;
        int channels = context.Inputs[0].Channels;
        for (int i = 0; i < x.Length; i++)
            if (x[i] <= 0) context.Output.Values[Layer.Shared ? 0 : i % channels] += x[i] * dy[i];
    }
}
