using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Each dy goes to the positions that it was made of, with their shares. Input: dy.</summary>
/// <param name="Input">The shape of what was resampled.</param>
public sealed record ResamplingGradient(Resampling Forward, Shape Input) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties =>
        [("of", Forward.Kind), ("input", Input.Dimensions), .. Forward.Properties];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Same(Forward.InferShape([Input]), Exactly(1, inputs)[0], "gradient");
        return Input;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor dy = context.Inputs[0], result = context.Output;
        for (int t = 0; t < dy.Frames; t++)
            foreach (PositionShare frame in Forward.Sources(0, t, result.Frames, dy.Frames))
                for (int y = 0; y < dy.Height; y++)
                    foreach (PositionShare line in Forward.Sources(1, y, result.Height, dy.Height))
                        for (int x = 0; x < dy.Width; x++)
                            foreach (PositionShare column in Forward.Sources(2, x, result.Width, dy.Width))
                                for (int c = 0; c < dy.Channels; c++)
                                    result.Values[result.Offset(frame.Position, line.Position, column.Position) + c] +=
                                        frame.Share * line.Share * column.Share * dy.Values[dy.Offset(t, y, x) + c];
    }

    /// <summary>For each position of the input along a dimension, the positions of dy that were made of it, and its shares of
    /// them.</summary>
    public IReadOnlyList<IReadOnlyList<PositionShare>> Takers(int axis, int from, int to)
    {
        List<PositionShare>[] takers = [.. Enumerable.Range(0, from).Select(_ => new List<PositionShare>())];
        for (int position = 0; position < to; position++)
        {
            foreach (var source in Forward.Sources(axis, position, from, to).GroupBy(source => source.Position))
            {
                double share = source.Sum(part => part.Share);
                if (share != 0) takers[source.Key].Add(new PositionShare(position, share));
            }
        }
        return takers;
    }
}
