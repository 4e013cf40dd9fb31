using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Puts each position where it was taken from, and zeros between. Input: dy.</summary>
/// <param name="Input">The shape of what was subsampled.</param>
public sealed record SubsampleGradient(Subsample Pick, Shape Input) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("input", Input.Dimensions), .. Pick.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Pick.InferShape([Input]), Exactly(1, inputs)[0], "gradient");
        return Input;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor dy = context.Inputs[0], result = context.Output;
        Extent step = Extent.Of(Pick.Stride, 1);
        for (int t = 0; t < dy.Frames; t++)
            for (int y = 0; y < dy.Height; y++)
                for (int x = 0; x < dy.Width; x++)
                    Array.Copy(dy.Values, dy.Offset(t, y, x), result.Values,
                        result.Offset(t * step.Frames, y * step.Height, x * step.Width), dy.Channels);
    }
}
