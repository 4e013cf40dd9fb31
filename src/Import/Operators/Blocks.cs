using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Blocks of positions as channels and back, which are Reshape, Transpose and Reshape.</summary>
internal static class Blocks
{
    public static void DepthToSpace(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int block = context.Int("blocksize", 1);
        if (value.Rank != 4 || block < 1 || value.Sizes[1] % (block * block) != 0)
            throw new ImportException($"blocksize is {block}, which does not fit the input [{string.Join(", ", value.Sizes)}]");
        int[] sizes = value.Sizes;
        int channels = sizes[1] / block / block;
        bool isShuffle = context.Text("mode", "DCR") == "CRD";
        int[] parts = isShuffle ? [channels, block, block] : [block, block, channels];
        TracedValue cut = Regrouping.Reshape(context.Arranger, value, [sizes[0], .. parts, sizes[2], sizes[3]]);
        int[] order = isShuffle ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
        context.Return(Regrouping.Reshape(context.Arranger, cut with { Dims = [.. order.Select(axis => cut.Dims[axis])] },
            [sizes[0], channels, sizes[2] * block, sizes[3] * block]));
    }

    public static void SpaceToDepth(NodeContext context)
    {
        TracedValue value = context.Traced(0);
        int block = context.Int("blocksize", 1);
        if (value.Rank != 4 || block < 1 || value.Sizes[2] % block != 0 || value.Sizes[3] % block != 0)
            throw new ImportException($"blocksize is {block}, which does not fit the input [{string.Join(", ", value.Sizes)}]");
        int[] sizes = value.Sizes;
        TracedValue cut = Regrouping.Reshape(
            context.Arranger, value, [sizes[0], sizes[1], sizes[2] / block, block, sizes[3] / block, block]);
        context.Return(Regrouping.Reshape(context.Arranger, cut
            with
        { Dims = [cut.Dims[0], cut.Dims[3], cut.Dims[5], cut.Dims[1], cut.Dims[2], cut.Dims[4]] },
            [sizes[0], sizes[1] * block * block, sizes[2] / block, sizes[3] / block]));
    }
}
