using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>dy, times the slope where x is not positive. Inputs: x and dy.</summary>
/// <param name="Layer">The activation, which owns the slopes.</param>
public sealed record PReluInputGradient(PRelu Layer) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Layer.Properties;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Same(Exactly(2, inputs)[0], inputs[1], "gradient");

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => Layer.Parameters(inputs);

    public override void Evaluate(ReferenceContext context)
    {
        double[] slope = context.Parameter(Layer.WeightName), dy = context.Inputs[1].Values, x = context.Inputs[0].Values;
        for (int i = 0; i < x.Length; i++)
            context.Output.Values[i] = x[i] > 0 ? dy[i] : dy[i] * slope[Layer.Shared ? 0 : i % context.Output.Channels];
    }
}
