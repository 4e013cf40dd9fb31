namespace Fusion.Compiler.Operations;

/// <summary>Says which operations hand their input on unchanged.</summary>
internal static class Identities
{
    /// <summary>Whether the result is the first input, bit by bit, which it is of every input.</summary>
    public static bool Is(Operation operation, IReadOnlyList<Shape> inputs, Shape result) => operation switch
    {
        Dropout or Affine { Scale: 1, Offset: 0 } => true,
        Reshape or Slice or Broadcast or Reduce => result == inputs[0],
        Flatten => inputs[0].Rank == 1,
        Concat or Append => inputs.Count == 1,
        PadChannels pad => pad.Before == 0 && pad.After == 0,
        Subsample subsample => subsample.Stride.All(stride => stride == 1),
        Pad pad => pad.Before.All(size => size == 0) && pad.After.All(size => size == 0),
        TilePositions tile => tile.Counts.All(count => count == 1),
        Roll roll => result.Spatial.Select((size, d) => roll.ShiftOf(d + 3 - roll.Shift.Count, size)).All(shift => shift == 0),
        Resize resize => result.Spatial.Select((size, d) => resize.IsSame(d + 3 - resize.Size.Count, inputs[0].Dimensions[d], size))
            .All(isSame => isSame),
        DepthToSpace blocks => blocks.Parts == 1,
        SpaceToDepth blocks => blocks.Parts == 1,
        Upsample upsample => upsample.Scale.All(scale => scale == 1),
        ChannelShuffle shuffle => shuffle.Groups == 1 || shuffle.Groups == result.Channels,
        Transpose transpose => transpose.Axes.Select((axis, i) => axis == i).All(isInPlace => isInPlace),
        MaxPool pool => pool.Kernel.IsAll(1) && pool.Stride.IsAll(1),
        AveragePool pool => pool.Kernel.IsAll(1) && pool.Stride.IsAll(1),
        _ => false,
    };
}
