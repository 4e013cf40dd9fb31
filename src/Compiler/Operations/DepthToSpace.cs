using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Lays parts of the channels out as a block of positions: y[b · p + i, c] = x[p, i · C + c], i counting the block's positions
/// row by row.</summary>
/// <param name="Block">The block's size along each spatial dimension.</param>
/// <param name="Interleaved">The channels of a block's positions lie side by side, as in PyTorch: y[b · p + i, c] = x[p, c · parts +
/// i].</param>
public sealed record DepthToSpace(EquatableArray<int> Block, bool Interleaved = false) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("DepthToSpace", (arguments, inputs, _) =>
        new DepthToSpace(arguments.Spatial("block", ShapeRule.Spatial("DepthToSpace", inputs).SpatialRank, null),
            arguments.Bool("interleaved", false)));

    /// <summary>PyTorch's order of channels: those of a block's positions side by side.</summary>
    public static OperationDefinition ShuffleDefinition { get; } = new("PixelShuffle", context =>
    {
        Shape input = ShapeRule.Single("PixelShuffle", context.InputShapes);
        int factor = context.Arguments.Int("factor");
        ShapeRule.AtLeast("PixelShuffle", "factor", factor, 1);
        long parts = (long)factor * factor;
        if (input.SpatialRank != 2 || input.Channels % parts != 0)
            throw new ShapeException(
                $"PixelShuffle: the input is {input}, but (H, W, C) with C a multiple of the square of the factor, {parts}, is needed. "
                    + "Give the layer before it so many outputs.",
                "factor");
        int ordered = context.Add(new ChannelShuffle(input.Channels / (int)parts));
        return [context.Add(new DepthToSpace([factor, factor]), ordered)];
    });

    public int Parts => Block.Aggregate(1, (product, size) => product * size);

    public override IEnumerable<(string Name, object Value)> Properties =>
        Interleaved ? [("block", Window.Compact(Block, 1)), ("interleaved", true)] : [("block", Window.Compact(Block, 1))];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "block", Block, input);
        ShapeRule.AtLeast(Kind, "block", Block, 1);
        if (input.Channels % Parts != 0)
            throw new ShapeException(
                $"DepthToSpace: the block has {Parts} positions, but the input {input} has {input.Channels} channels, which do not divide "
                    + "by them. Give the layer before it another number of outputs.",
                "block");
        return input.WithSpatial(input.Spatial.Zip(Block, (size, step) => checked(size * step))).WithChannels(input.Channels / Parts);
    }

    public override void Evaluate(ReferenceContext context) => Walk(context.Output, context.Inputs[0], Block, Interleaved, (fine, coarse) =>
        context.Output.Values[fine] = context.Inputs[0].Values[coarse]);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new SpaceToDepth(Block, Interleaved), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        if (Block.Count == 2 && Block[0] == Block[1])
        {
            context.Return(context.Add(
                "DepthToSpace", [context.Inputs[0]], ("blocksize", Block[0]), ("mode", Interleaved ? "CRD" : "DCR")));
            return;
        }

        // ONNX knows square blocks of images only.
        Shape coarse = context.InputShapes[0], fine = context.Shape;
        int rank = Block.Count, channels = Interleaved ? 1 : rank + 1, block = Interleaved ? 2 : 1;
        EquatableArray<int> sizes = Interleaved ? [fine.Channels, .. Block] : [.. Block, fine.Channels];
        string parts = context.Add("Reshape", [context.Inputs[0], context.Longs([0, .. sizes, .. coarse.Spatial])]);
        EquatableArray<int> order = [0, channels, .. Enumerable.Range(0, rank).SelectMany(d => new[] { rank + 2 + d, block + d })];
        context.Return(context.Add("Reshape",
            [context.Add("Transpose", [parts], ("perm", order)), context.Longs([0, fine.Channels, .. fine.Spatial])]));
    }

    /// <summary>Every value of the fine one, and where it lies in the coarse one.</summary>
    internal static void Walk(
        ReferenceTensor fine, ReferenceTensor coarse, EquatableArray<int> block, bool interleaved, Action<int, int> visit)
    {
        Extent size = Extent.Of(block, 1);
        int parts = size.Frames * size.Height * size.Width;
        for (int t = 0; t < fine.Frames; t++)
            for (int y = 0; y < fine.Height; y++)
                for (int x = 0; x < fine.Width; x++)
                {
                    int part = (t % size.Frames * size.Height + y % size.Height) * size.Width + x % size.Width;
                    int from = coarse.Offset(t / size.Frames, y / size.Height, x / size.Width);
                    for (int c = 0; c < fine.Channels; c++)
                        visit(fine.Offset(t, y, x) + c, from + (interleaved ? c * parts + part : part * fine.Channels + c));
                }
    }
}
