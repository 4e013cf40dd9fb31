namespace Fusion.Compiler.Graphs;

/// <summary>The shape of one value without its batch, channels last: (C), (L, C), (H, W, C) or (T, H, W, C).</summary>
public sealed record Shape(EquatableArray<int> Dimensions)
{
    public static Shape Of(params int[] dimensions) => new(new EquatableArray<int>(dimensions));

    public int Rank => Dimensions.Count;

    public int Channels => Dimensions[Rank - 1];

    /// <summary>How many dimensions lie before the channels: 0 to 3.</summary>
    public int SpatialRank => Rank - 1;

    /// <summary>The dimensions before the channels.</summary>
    public EquatableArray<int> Spatial => Dimensions.Take(SpatialRank).ToEquatableArray();

    public int Frames => SpatialFromEnd(3);

    public int Height => SpatialFromEnd(2);

    public int Width => SpatialFromEnd(1);

    /// <summary>Positions: the product of the spatial dimensions, 1 for (C).</summary>
    public int Pixels => Dimensions.Take(SpatialRank).Aggregate(1, (product, size) => product * size);

    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    public Shape WithChannels(int channels) => new(Dimensions.Take(SpatialRank).Append(channels).ToEquatableArray());

    public Shape WithSpatial(IEnumerable<int> spatial) => new(spatial.Append(Channels).ToEquatableArray());

    public override string ToString() => "(" + string.Join(", ", Dimensions) + ")";

    /// <summary>A missing spatial dimension counts as 1, so that every kernel sees (T, H, W, C).</summary>
    private int SpatialFromEnd(int position) => position <= SpatialRank ? Dimensions[SpatialRank - position] : 1;
}
