using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Lays the positions of a block side by side as channels: y[p, i · C + c] = x[b · p + i, c], i counting the block's positions
/// row by row.</summary>
/// <param name="Block">The block's size along each spatial dimension.</param>
/// <param name="Interleaved">The channels of a block's positions lie side by side, as in PyTorch: y[p, c · parts + i] = x[b · p + i,
/// c].</param>
public sealed record SpaceToDepth(EquatableArray<int> Block, bool Interleaved = false) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("SpaceToDepth", (arguments, inputs, _) =>
        new SpaceToDepth(arguments.Spatial("block", ShapeRule.Spatial("SpaceToDepth", inputs).SpatialRank, null),
            arguments.Bool("interleaved", false)));

    /// <summary>PyTorch's order of channels: those of a block's positions side by side.</summary>
    public static OperationDefinition UnshuffleDefinition { get; } = new("PixelUnshuffle", context =>
    {
        Shape input = ShapeRule.Single("PixelUnshuffle", context.InputShapes);
        int factor = context.Arguments.Int("factor");
        ShapeRule.AtLeast("PixelUnshuffle", "factor", factor, 1);
        if (input.SpatialRank != 2 || input.Height % factor != 0 || input.Width % factor != 0)
            throw new ShapeException(
                $"PixelUnshuffle: the input is {input}, but (H, W, C) with H and W multiples of the factor, {factor}, is needed. Pad or "
                    + "crop it first.",
                "factor");
        return [context.Add(new ChannelShuffle(factor * factor), context.Add(new SpaceToDepth([factor, factor])))];
    });

    public int Parts => Block.Aggregate(1, (product, size) => product * size);

    public override IEnumerable<(string Name, object Value)> Properties =>
        Interleaved ? [("block", Window.Compact(Block, 1)), ("interleaved", true)] : [("block", Window.Compact(Block, 1))];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "block", Block, input);
        ShapeRule.AtLeast(Kind, "block", Block, 1);
        for (int d = 0; d < Block.Count; d++)
            if (input.Dimensions[d] % Block[d] != 0)
                throw new ShapeException(
                    $"SpaceToDepth: the block is {Block[d]}, but the {ShapeRule.DimensionName(d, Block.Count)} of the input {input} does "
                        + "not divide by it. Pad or crop it first.",
                    "block");
        return ShapeRule.Checked(Kind,
            input.WithSpatial(input.Spatial.Zip(Block, (size, step) => size / step)).WithChannels(checked(input.Channels * Parts)));
    }

    public override void Evaluate(ReferenceContext context) => DepthToSpace.Walk(context.Inputs[0], context.Output, Block, Interleaved,
        (fine, coarse) => context.Output.Values[coarse] = context.Inputs[0].Values[fine]);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new DepthToSpace(Block, Interleaved), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        if (!Interleaved && Block.Count == 2 && Block[0] == Block[1])
        {
            context.Return(context.Add("SpaceToDepth", [context.Inputs[0]], ("blocksize", Block[0])));
            return;
        }

        // ONNX knows square blocks of images only, and only one order of channels.
        Shape fine = context.InputShapes[0], coarse = context.Shape;
        int rank = Block.Count;
        string parts = context.Add("Reshape",
        [
            context.Inputs[0],
            context.Longs([0, fine.Channels, .. Enumerable.Range(0, rank).SelectMany(d => new[] { coarse.Dimensions[d], Block[d] })]),
        ]);
        EquatableArray<int> coarsely = [.. Enumerable.Range(0, rank).Select(d => 2 + 2 * d)];
        EquatableArray<int> finely = [.. Enumerable.Range(0, rank).Select(d => 3 + 2 * d)];
        EquatableArray<int> order = Interleaved ? [0, 1, .. finely, .. coarsely] : [0, .. finely, 1, .. coarsely];
        context.Return(context.Add("Reshape",
            [context.Add("Transpose", [parts], ("perm", order)), context.Longs([0, coarse.Channels, .. coarse.Spatial])]));
    }
}
