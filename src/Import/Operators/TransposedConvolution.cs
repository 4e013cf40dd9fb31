using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class TransposedConvolution
{
    public static void Import(NodeContext context)
    {
        TracedValue input = context.Arranger.RequireBatch(context.Traced(0));
        ConstantTensor weight = context.Constant(1);
        int rank = weight.Rank - 2, groups = context.Int("group", 1);
        if (rank < 1 || rank > 3 || input.Rank != weight.Rank || weight.Dimensions[0] != input.Sizes[1])
            throw new ImportException(
                $"the weight {ConstantTensor.Text(weight.Dimensions)} takes {weight.Dimensions[0]} channels and {rank} dimensions of "
                + $"positions (one to three are supported), but the input is {ConstantTensor.Text(input.Sizes)}");
        int[] ones = [.. Enumerable.Repeat(1, rank)], kernel = weight.Dimensions[2..];
        int[] stride = context.Ints("strides") ?? ones, dilation = context.Ints("dilations") ?? ones;
        int[] more = context.Ints("output_padding") ?? new int[rank];
        var (before, after) = Padding(context, input.Sizes[2..], kernel, stride, dilation, more);
        // What is taken from a side may be negative: then positions are added.
        int[] grown = [.. more.Zip(after, (extra, taken) => extra + Math.Max(0, -taken))];
        if (before.Any(size => size < 0)) throw new ImportException($"its pads {ConstantTensor.Text(before)} are negative");
        int[] end = [.. after.Select(taken => Math.Max(0, taken))];
        int outputs = weight.Dimensions[1] * groups;
        ConstantTensor? bias = context.ConstantOrNull(2);
        FollowingBias? following = bias is null ? FollowingBias.Find(context, outputs, channelAxis: 1, input.Rank) : null;
        bias ??= following?.Bias;
        string path = context.Path(1);
        context.Weight(path + ".weight", weight);
        if (bias is not null) context.Weight(path + ".bias", bias.Reshaped([outputs]));
        int node = context.Builder.Add(
            new ConvTranspose(path, outputs, [.. kernel], [.. stride], [.. dilation], [.. before], [.. grown], groups, bias is not null)
            {
                PaddingEnd = before.SequenceEqual(end) ? null : [.. end],
            },
            [context.Arranger.ChannelsLast(input)], path);
        TracedValue result = context.Arranger.OfChannelsFirst(node, input.Rank);
        context.Return(result);
        following?.Return(context, result);
    }

    private static (int[] Before, int[] After) Padding(
        NodeContext context, int[] sizes, int[] kernel, int[] stride, int[] dilation, int[] more)
    {
        int rank = kernel.Length;
        string auto = context.Text("auto_pad", "NOTSET");
        int[]? wanted = context.Ints("output_shape");
        bool isGiven = wanted is not null;
        wanted = isGiven ? wanted![^rank..] : null;
        if (wanted is null && auto is "SAME_UPPER" or "SAME_LOWER") wanted = [.. sizes.Zip(stride, (size, step) => size * step)];
        if (wanted is null)
        {
            int[] pads = context.Ints("pads") ?? new int[2 * rank];
            return (pads[..rank], pads[rank..]);
        }

        int[] total = [.. Enumerable.Range(0, rank)
            .Select(d => stride[d] * (sizes[d] - 1) + more[d] + (kernel[d] - 1) * dilation[d] + 1 - wanted[d])];
        int[] taken = [.. total.Select(size => Math.Max(0, size))];
        int[] small = [.. taken.Select(size => size / 2)], large = [.. taken.Select((size, d) => size - small[d])];
        var (before, after) = auto == "SAME_UPPER" ? (small, large) : (large, small);
        // Where the result would be smaller than what is wanted, there is nothing to take away; positions are added only for a shape that
        // was asked for, behind the last.
        return isGiven ? (before, [.. after.Select((size, d) => size + Math.Min(0, total[d]))]) : (before, after);
    }
}
