using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Puts the values of one position, times a factor, at every position: the gradient of a sum or mean over positions.</summary>
/// <param name="Spatial">The dimensions before the channels of the result.</param>
public sealed record Spread(EquatableArray<int> Spatial, double Factor = 1) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("spatial", Spatial), ("factor", Factor)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => new([.. Spatial, Exactly(1, inputs)[0].Channels]);

    public override void Evaluate(ReferenceContext context)
    {
        for (int pixel = 0; pixel < context.Output.Pixels; pixel++)
            for (int c = 0; c < context.Output.Channels; c++) context.Output[pixel, c] = Factor * context.Inputs[0][0, c];
    }
}
