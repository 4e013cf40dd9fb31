using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Fetches a depthwise convolution's next block of channels while one is filtered. A block's cache lines lie a pixel's channels
/// apart: the hardware's prefetchers don't step so far.</summary>
internal static class DepthwiseFetch
{
    /// <summary>The filters, at once; they are needed when all rows are done.</summary>
    public static void EmitFilters(CodeWriter writer, DepthwisePlan plan, string channel)
    {
        int tapStep = PackedWeights.PaddedTo16(plan.Output.Channels);
        writer.Comment("The next block's filters and, row by row, its pixels are fetched meanwhile.");
        writer.Line($"for (int tap = 0; tap < {plan.Convolution.Taps}; tap++) "
            + $"Sse.Prefetch0(weights{channel} + {DepthwisePlan.BlockChannels} + tap * {tapStep});");
    }

    /// <summary>As many rows of pixels as the filter moves on, so that each is fetched once; the first is that of the filter's middle, for
    /// an image that is padded evenly.</summary>
    public static void EmitPixels(CodeWriter writer, DepthwisePlan plan)
    {
        PackedConvolution convolution = plan.Convolution;
        View input = plan.Input;
        long start = (long)convolution.Padding[0] * input.PlaneStride + (long)convolution.Padding[1] * input.RowStride
            + (long)convolution.Padding[2] * input.PixelStride + DepthwisePlan.BlockChannels;
        for (int row = 0; row < convolution.Stride[1]; row++)
        {
            string next = row == 0 ? "next" : $"next{row}";
            writer.Line($"float* {next} = {KernelText.Plus("inputRow", start + (long)row * input.RowStride)};");
            writer.Line($"for (int i = 0; i < {input.Width}; i++, {next} += {CodeWriter.Number(input.PixelStride)}) "
                + $"Sse.Prefetch0({next});");
        }
    }
}
