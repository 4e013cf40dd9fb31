using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>
/// What the rewritten operations compute, in terms of the operations that they were made from; proves that passes keep the meaning.
/// </summary>
internal static class FusedEvaluation
{
    public static void Copy(ReferenceContext context) => context.Inputs[0].Values.CopyTo(context.Output.Values, 0);

    public static void Fused(Fused fused, ReferenceContext context)
    {
        ReferenceTensor value = Apply(fused.Core, [.. context.Inputs.Take(fused.CoreInputs)], context);
        int operand = fused.CoreInputs;
        foreach (Operation step in fused.Epilogue)
            value = Apply(step, Rewrite.Fused.TakesTwo(step) ? [value, context.Inputs[operand++]] : [value], context);
        value.Values.CopyTo(context.Output.Values, 0);
    }

    public static void Convolution(PackedConvolution convolution, ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        if (convolution.ScaledByGate) input = Apply(new Multiply(), [input, context.Inputs[1]], context);
        int start = 0;
        foreach (ConvolutionPart part in convolution.Parts)
        {
            ReferenceTensor value = part.FlattenPixels > 0 ? ToChannelFirst(input, part.FlattenPixels) : input;
            foreach (ChannelAffine norm in part.Before) value = Apply(norm, [value], context);
            value = Apply(part.Source, [new ReferenceTensor(part.Seen(value.Shape), value.Values)], context);
            foreach (ChannelAffine norm in part.After) value = Apply(norm, [value], context);
            int pixels = context.Output.Shape.Pixels, channels = context.Output.Shape.Channels;
            for (int pixel = 0; pixel < pixels; pixel++)
                Array.Copy(value.Values, pixel * part.Outputs, context.Output.Values, pixel * channels + start, part.Outputs);
            start += part.Outputs;
        }
    }

    /// <summary>Undoes the view: a value that lies channels-last in the order in which PyTorch flattens it.</summary>
    private static ReferenceTensor ToChannelFirst(ReferenceTensor input, int pixels)
    {
        var result = new ReferenceTensor(input.Shape);
        int channels = input.Values.Length / pixels;
        for (int pixel = 0; pixel < pixels; pixel++)
            for (int channel = 0; channel < channels; channel++)
                result.Values[channel * pixels + pixel] = input.Values[pixel * channels + channel];
        return result;
    }

    public static ReferenceTensor Apply(Operation operation, IReadOnlyList<ReferenceTensor> inputs, ReferenceContext context)
    {
        var output = new ReferenceTensor(operation.InferShape([.. inputs.Select(input => input.Shape)]));
        operation.Evaluate(new ReferenceContext(inputs, output, context.Parameter));
        return output;
    }
}
