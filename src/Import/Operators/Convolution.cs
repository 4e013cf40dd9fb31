using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Convolution
{
    public static void Import(NodeContext context)
    {
        TracedValue input = context.Arranger.RequireBatch(context.Traced(0));
        ConstantTensor weight = context.Constant(1);
        int rank = weight.Rank - 2;
        if (rank < 1 || rank > 3 || input.Rank != weight.Rank)
            throw new ImportException(
                $"the weight has the dimensions {ConstantTensor.Text(weight.Dimensions)}, the input " +
                $"{ConstantTensor.Text(input.Sizes)}; one to three dimensions of positions are supported");
        int groups = context.Int("group", 1);
        if (weight.Dimensions[1] * groups != input.Sizes[1])
            throw new ImportException(
                $"the weight {ConstantTensor.Text(weight.Dimensions)} with {groups} groups takes {weight.Dimensions[1] * groups} channels, "
                + $"but the input {ConstantTensor.Text(input.Sizes)} has {input.Sizes[1]}");
        Sliding window = Sliding.Read(context, rank, weight.Dimensions[2..], input.Sizes[2..]);
        ConstantTensor? bias = context.ConstantOrNull(2);
        FollowingBias? following = bias is null ? FollowingBias.Find(context, weight.Dimensions[0], channelAxis: 1, input.Rank) : null;
        bias ??= following?.Bias;
        string path = context.Path(1);
        context.Weight(path + ".weight", weight);
        if (bias is not null) context.Weight(path + ".bias", bias.Reshaped([weight.Dimensions[0]]));
        // Behind a global pooling there are no positions left, and none are needed.
        bool isFlat = input.Sizes.Skip(2).All(size => size == 1) && window.Kernel.Concat(window.Stride).All(size => size == 1)
            && window.IsUnpadded;
        Conv conv = isFlat
            ? new Conv(path, weight.Dimensions[0], [], [], [], [], groups, bias is not null)
            : new Conv(path, weight.Dimensions[0], [.. window.Kernel], [.. window.Stride], [.. window.Dilation], [.. window.Before], groups,
                bias is not null)
            {
                PaddingEnd = window.IsSymmetric ? null : [.. window.After],
            };
        int flat = isFlat ? context.Arranger.Arrange(input, [input.Dims[1]]) : context.Arranger.ChannelsLast(input);
        int node = context.Builder.Add(conv, [flat], path);
        if (isFlat) context.Session.Weights[path + ".weight"] = weight.Reshaped([weight.Dimensions[0], weight.Dimensions[1], 1, 1]);
        TracedValue result = context.Arranger.OfChannelsFirst(node, input.Rank);
        context.Return(result);
        following?.Return(context, result);
    }
}
