using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>A position that another one is made of, and its share.</summary>
public readonly record struct PositionShare(int Position, double Share);

/// <summary>
/// What makes each position of the result of positions of the input, dimension by dimension: by moving them, as padding does, or as a sum
/// with shares, as resizing does. Channels do not meet.
/// </summary>
public abstract record Resampling : Operation
{
    /// <summary>The positions that one of the result is made of along a dimension; none where it lies outside of the input.</summary>
    /// <param name="axis">0 for T, 1 for H, 2 for W.</param>
    /// <param name="from">Positions of the input along it.</param>
    /// <param name="to">Positions of the result.</param>
    public abstract IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to);

    /// <summary>The value of what lies outside.</summary>
    public virtual double Outside => 0;

    /// <summary>The same on every sample of a batch, which is the first dimension.</summary>
    public abstract Resampling OverBatch(int samples);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        context.ForEachRow(output, (t, y) =>
        {
            IReadOnlyList<PositionShare> frames = Sources(0, t, input.Frames, output.Frames);
            IReadOnlyList<PositionShare> lines = Sources(1, y, input.Height, output.Height);
            for (int x = 0; x < output.Width; x++)
            {
                IReadOnlyList<PositionShare> columns = Sources(2, x, input.Width, output.Width);
                int target = output.Offset(t, y, x);
                bool isOutside = frames.Count == 0 || lines.Count == 0 || columns.Count == 0;
                for (int c = 0; c < output.Channels; c++) output.Values[target + c] = isOutside ? Outside : 0;
                foreach (PositionShare frame in frames)
                    foreach (PositionShare line in lines)
                        foreach (PositionShare column in columns)
                        {
                            double share = frame.Share * line.Share * column.Share;
                            int source = input.Offset(frame.Position, line.Position, column.Position);
                            for (int c = 0; c < output.Channels; c++)
                                output.Values[target + c] += share == 1 ? input.Values[source + c] : share * input.Values[source + c];
                        }
            }
        });
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new ResamplingGradient(this, context.InputShapes[0]), context.OutputGradient));

    /// <summary>Which of the operation's sizes belongs to an axis; negative where it has none, and the positions are the input's.</summary>
    protected static int SizeOf(int axis, EquatableArray<int> sizes) => axis - (3 - sizes.Count);

    protected static IReadOnlyList<PositionShare> One(int position) => [new PositionShare(position, 1)];
}
