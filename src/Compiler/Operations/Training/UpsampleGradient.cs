using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Each dy goes to the positions that it was mixed from, with their shares. Input: dy.</summary>
/// <param name="Input">The shape of what was enlarged.</param>
public sealed record UpsampleGradient(Upsample Enlarge, Shape Input) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => [("input", Input.Dimensions), .. Enlarge.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Enlarge.InferShape([Input]), Exactly(1, inputs)[0], "gradient");
        return Input;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor dy = context.Inputs[0], result = context.Output;
        for (int t = 0; t < dy.Frames; t++)
            for (int y = 0; y < dy.Height; y++)
                for (int x = 0; x < dy.Width; x++)
                    foreach (var (frame, shareT) in Shares(t, result.Frames, dy.Frames))
                        foreach (var (row, shareY) in Shares(y, result.Height, dy.Height))
                            foreach (var (column, shareX) in Shares(x, result.Width, dy.Width))
                                for (int c = 0; c < dy.Channels; c++)
                                    result.Values[result.Offset(frame, row, column) + c] +=
                                        shareT * shareY * shareX * dy.Values[dy.Offset(t, y, x) + c];
    }

    private IEnumerable<(int Position, double Share)> Shares(int position, int inputSize, int outputSize)
    {
        var (first, second, share) = Enlarge.Source(position, inputSize, outputSize);
        yield return (first, 1 - share);
        if (share != 0) yield return (second, share);
    }
}
