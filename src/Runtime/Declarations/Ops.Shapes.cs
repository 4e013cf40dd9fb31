namespace Fusion;

// Channels and positions.
public static partial class Ops
{
    /// <summary>Puts the channels of several values side by side.</summary>
    /// <remarks><c>y[p] = (a[p], b[p], …)</c></remarks>
    /// <param name="values">(…, C₁), (…, C₂), … with the same positions.</param>
    /// <returns>(…, C₁ + C₂ + …).</returns>
    public static Tensor Concat(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>Puts several values one after the other along the first dimension.</summary>
    /// <remarks><c>y = (a[0], a[1], …, b[0], b[1], …)</c></remarks>
    /// <param name="values">(L₁, …, C), (L₂, …, C), …</param>
    /// <returns>(L₁ + L₂ + …, …, C).</returns>
    public static Tensor Append(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>Divides the channels into equal parts.</summary>
    /// <remarks>Part k is <c>y[p, c] = x[p, k · C / parts + c]</c>.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="parts">How many.</param>
    /// <returns>(…, C / parts) each.</returns>
    public static Tensor[] Split(Tensor x, int parts) => throw Declaration.NotExecutable();

    /// <summary>Divides the channels into parts of given sizes.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="first">The channels of the first part.</param>
    /// <param name="second">The channels of the second part.</param>
    /// <param name="more">The channels of further parts; together they must be C.</param>
    /// <returns>(…, first), (…, second), …</returns>
    public static Tensor[] Split(Tensor x, int first, int second, params int[] more) => throw Declaration.NotExecutable();

    /// <summary>A range of the channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="start">The first channel.</param>
    /// <param name="count">The number of channels.</param>
    /// <returns>(…, count).</returns>
    public static Tensor Slice(Tensor x, int start, int count) => throw Declaration.NotExecutable();

    /// <summary>Interleaves groups of channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="groups">The number of groups.</param>
    /// <returns>(…, C).</returns>
    public static Tensor ChannelShuffle(Tensor x, int groups) => throw Declaration.NotExecutable();

    /// <summary>Enlarges the positions.</summary>
    /// <param name="x">(H, W, C).</param>
    /// <param name="scale">The factor.</param>
    /// <param name="mode">How new positions are filled.</param>
    /// <param name="alignCorners">Whether bilinear interpolation maps corner positions onto corner positions.</param>
    /// <returns>(scale · H, scale · W, C).</returns>
    public static Tensor Upsample(Tensor x, Extent scale, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) =>
        throw Declaration.NotExecutable();

    /// <summary>Brings the positions to a given size.</summary>
    /// <param name="x">(H, W, C).</param>
    /// <param name="size">The size; from the scale where it is not given.</param>
    /// <param name="scale">New size over old, the same for all dimensions; sizes are rounded down.</param>
    /// <param name="mode">How positions are filled.</param>
    /// <param name="alignCorners">Whether interpolation maps corner positions onto corner positions.</param>
    /// <param name="coordinates">Where interpolated positions lie among the old ones.</param>
    /// <param name="antialias">Whether interpolation takes all positions that one of a smaller result covers.</param>
    /// <param name="cubicCoefficient">The parameter a of cubic convolution.</param>
    /// <param name="excludeOutside">Whether positions outside have no share; else they have the value at the edge.</param>
    /// <returns>(size…, C).</returns>
    public static Tensor Resize(Tensor x, Extent size = default, double scale = 1, UpsampleMode mode = UpsampleMode.Nearest,
        bool alignCorners = false, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel, bool antialias = false,
        double cubicCoefficient = -0.75, bool excludeOutside = false) => throw Declaration.NotExecutable();

    /// <summary>Adds positions around those that there are.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="before">The positions added before the first.</param>
    /// <param name="after">The positions added behind the last; as many as before the first where it is not given.</param>
    /// <param name="mode">How they are filled.</param>
    /// <param name="value">The constant.</param>
    /// <returns>(…, C) with more positions.</returns>
    public static Tensor Pad(Tensor x, Extent before, Extent after = default, PadMode mode = PadMode.Constant, double value = 0) =>
        throw Declaration.NotExecutable();

    /// <summary>Takes positions away.</summary>
    /// <remarks><c>x[1..^1]</c> and <c>x[.., 2..]</c> do the same: a range for each spatial dimension.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="before">The positions taken from the beginning.</param>
    /// <param name="after">The positions taken from the end; as many as from the beginning where it is not given.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public static Tensor Crop(Tensor x, Extent before, Extent after = default) => throw Declaration.NotExecutable();

    /// <summary>Repeats all positions.</summary>
    /// <param name="x">(H, W, C).</param>
    /// <param name="counts">How often.</param>
    /// <returns>(counts · H, counts · W, C).</returns>
    public static Tensor Tile(Tensor x, Extent counts) => throw Declaration.NotExecutable();

    /// <summary>Moves all positions on, and those that leave at one end come in at the other, as <c>torch.roll</c> does.</summary>
    /// <remarks><c>y[p, c] = x[(p − shift) mod size, c]</c>.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="shift">By how many positions; backwards where it is negative.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Roll(Tensor x, Extent shift) => throw Declaration.NotExecutable();

    /// <summary>The sum of each position and all before it, along the first dimension.</summary>
    /// <param name="x">(L, C).</param>
    /// <param name="reverse">Whether it is the sum of each position and all behind it.</param>
    /// <returns>(L, C).</returns>
    public static Tensor CumulativeSum(Tensor x, bool reverse = false) => throw Declaration.NotExecutable();

    /// <summary>The g that minimises Σ‖g[t] − x[t]‖² + λ · Σ‖g[t] − g[t − 1]‖², along the first dimension.</summary>
    /// <param name="x">(T, C).</param>
    /// <param name="lambda">The weight of differences between neighbours, at least 0.</param>
    /// <returns>(T, C).</returns>
    public static Tensor Smooth(Tensor x, double lambda) => throw Declaration.NotExecutable();

    /// <summary>Lays values of one shape behind each other along a new first dimension.</summary>
    /// <remarks><c>y[0] = a, y[1] = b, …</c></remarks>
    /// <param name="values">(…, C) each, of two or three dimensions at most.</param>
    /// <returns>(n, …, C).</returns>
    public static Tensor Stack(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>Lays channels out as blocks of positions, in PyTorch's order.</summary>
    /// <param name="x">(H, W, factor² · C).</param>
    /// <param name="factor">The side of a block.</param>
    /// <returns>(factor · H, factor · W, C).</returns>
    public static Tensor PixelShuffle(Tensor x, int factor) => throw Declaration.NotExecutable();

    /// <summary>Lays blocks of positions side by side as channels, in PyTorch's order.</summary>
    /// <param name="x">(factor · H, factor · W, C).</param>
    /// <param name="factor">The side of a block.</param>
    /// <returns>(H, W, factor² · C).</returns>
    public static Tensor PixelUnshuffle(Tensor x, int factor) => throw Declaration.NotExecutable();

    /// <summary>Adds channels that are zero.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="before">The channels added before.</param>
    /// <param name="after">The channels added after.</param>
    /// <returns>(…, before + C + after).</returns>
    public static Tensor PadChannels(Tensor x, int before, int after) => throw Declaration.NotExecutable();

    /// <summary>Keeps every n-th position.</summary>
    /// <param name="x">(H, W, C).</param>
    /// <param name="stride">n.</param>
    /// <returns>(⌈H / n⌉, ⌈W / n⌉, C).</returns>
    public static Tensor Subsample(Tensor x, Extent stride) => throw Declaration.NotExecutable();

    /// <summary>All elements as channels, in PyTorch's channel-first order.</summary>
    /// <param name="x">(H, W, C).</param>
    /// <returns>(C · H · W).</returns>
    public static Tensor Flatten(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The same elements in the same channels-last order under another shape.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="dimensions">The dimensions, channels last; one may be −1 and is computed.</param>
    /// <returns>The given shape.</returns>
    public static Tensor Reshape(Tensor x, params int[] dimensions) => throw Declaration.NotExecutable();
}
