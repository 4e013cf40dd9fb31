using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>dy goes to the position of each channel's greatest value, the first of equals. Inputs: x and dy.</summary>
public sealed record GlobalMaxPoolGradient : TrainingOperation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Shape.Of(Exactly(2, inputs)[0].Channels), inputs[1], "gradient");
        return inputs[0];
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], dy = context.Inputs[1];
        for (int c = 0; c < x.Channels; c++)
        {
            int greatest = 0;
            for (int pixel = 1; pixel < x.Pixels; pixel++)
                if (x[pixel, c] > x[greatest, c] || double.IsNaN(x[pixel, c])) greatest = pixel;
            context.Output[greatest, c] = dy[0, c];
        }
    }
}
