using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Deals the channels of each group out to all groups: channel <c>j · C/g + i</c> becomes <c>i · g + j</c>.</summary>
public sealed record ChannelShuffle(int Groups) : Operation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("ChannelShuffle", (arguments, _, _) => new ChannelShuffle(arguments.Int("groups"))).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("groups", Groups)];

    /// <summary>The input channel that output channel <paramref name="channel"/> shows.</summary>
    public int Source(int channel, int channels) => channel % Groups * (channels / Groups) + channel / Groups;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        ShapeRule.AtLeast(Kind, "groups", Groups, 1);
        if (input.Channels % Groups != 0)
            throw new ShapeException($"ChannelShuffle: groups is {Groups}, but the input {input} has {input.Channels} channels, which "
                + "must divide by the number of groups.", "groups");
        return input;
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
            for (int c = 0; c < output.Channels; c++) output[pixel, c] = input[pixel, Source(c, output.Channels)];
    }

    /// <summary>Dealing out to as many groups as each had channels brings them back.</summary>
    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new ChannelShuffle(context.InputShapes[0].Channels / Groups), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        Shape shape = context.Shape;
        string apart = context.Add("Reshape", [context.Inputs[0], context.Longs([0, Groups, shape.Channels / Groups, shape.Pixels])]);
        string dealt = context.Add("Transpose", [apart], ("perm", new EquatableArray<int>([0, 2, 1, 3])));
        context.Return(context.Add("Reshape", [dealt, context.Longs([0, shape.Channels, .. shape.Spatial])]));
    }
}
