using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>The channels of two values in turn: a₀, b₀, a₁, b₁, … What a <see cref="ChannelShuffle"/> of two groups is.</summary>
public sealed record Interleave : Operation
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].WithChannels(2 * inputs[0].Channels);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor output = context.Output;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
            for (int c = 0; c < output.Channels; c++) output[pixel, c] = context.Inputs[c % 2][pixel, c / 2];
    }

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");
}
