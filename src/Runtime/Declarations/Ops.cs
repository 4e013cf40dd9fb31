namespace Fusion;

/// <summary>
/// The operations without parameters of their own as functions, for use in <c>Forward</c>; those with parameters, such as convolutions, are
/// layers. Read at build time, never executed.
/// </summary>
public static class Ops
{
    /// <summary>max(x, 0).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Relu(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>min(max(x, 0), 6).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Relu6(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, slope · x elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="slope">The slope on the negative side.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) => throw Declaration.NotExecutable();

    /// <summary>x · sigmoid(x), also called swish.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Silu(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x · relu6(x + 3) / 6.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor HardSwish(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>1 / (1 + e^−x).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Sigmoid(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>min(max(slope · x + offset, 0), 1).</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="slope">The slope; PaddlePaddle and Keras use 0.2.</param>
    /// <param name="offset">The value at zero.</param>
    /// <returns>(…, C).</returns>
    public static Tensor HardSigmoid(Tensor x, double slope = 1.0 / 6, double offset = 0.5) => throw Declaration.NotExecutable();

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Tanh(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x · Φ(x).</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="approximate">Whether Φ is approximated with the hyperbolic tangent.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Gelu(Tensor x, bool approximate = false) => throw Declaration.NotExecutable();

    /// <summary>x where it is positive, alpha · (e^x − 1) elsewhere.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="alpha">The limit on the negative side.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Elu(Tensor x, double alpha = 1) => throw Declaration.NotExecutable();

    /// <summary>x · tanh(softplus(x)).</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Mish(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The activation that a value names, such as a block's parameter.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="activation">Which.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Activate(Tensor x, Activation activation) => throw Declaration.NotExecutable();

    /// <summary>e^x divided by its sum along axes: the channels unless others are given, such as all positions for a map of attention.
    /// </summary>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Softmax(Tensor x, Axes axes = Axes.Channels) => throw Declaration.NotExecutable();

    /// <summary>e^x.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Exp(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The natural logarithm; −∞ of 0, and NaN of less.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Log(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>√x; NaN of less than 0.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Sqrt(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>1 / √x; infinity of 0, and NaN of less.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Rsqrt(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x².</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Square(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>|x|.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Abs(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>−x.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Negate(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>x to the power of a number. Of x below 0 only whole powers are numbers.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="exponent">The power.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Pow(Tensor x, double exponent) => throw Declaration.NotExecutable();

    /// <summary>numerator / x.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="numerator">What is divided by x.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Reciprocal(Tensor x, double numerator = 1) => throw Declaration.NotExecutable();

    /// <summary>scale · x + offset.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="scale">What x is multiplied by.</param>
    /// <param name="offset">What is added.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Affine(Tensor x, double scale, double offset = 0) => throw Declaration.NotExecutable();

    /// <summary>min(max(x, min), max). NaN stays.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="min">The least result; none unless it is given.</param>
    /// <param name="max">The greatest result; none unless it is given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Clamp(Tensor x, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        throw Declaration.NotExecutable();

    /// <summary>The smaller of two values, element by element; NaN where one is NaN. Shapes fit as for <c>x + y</c>.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The smaller of two, an element and a number; NaN where the element is NaN.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">A number.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(Tensor x, double y) => throw Declaration.NotExecutable();

    /// <summary>The smaller of two, a number and an element; NaN where the element is NaN.</summary>
    /// <param name="x">A number.</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Minimum(double x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two values, element by element; NaN where one is NaN. Shapes fit as for <c>x + y</c>.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two, an element and a number; NaN where the element is NaN.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">A number.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(Tensor x, double y) => throw Declaration.NotExecutable();

    /// <summary>The greater of two, a number and an element; NaN where the element is NaN.</summary>
    /// <param name="x">A number.</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Maximum(double x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary><c>x - y</c>, element by element.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Subtract(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary><c>x / y</c>, element by element.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="y">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor Divide(Tensor x, Tensor y) => throw Declaration.NotExecutable();

    /// <summary>The sum, element by element; a side with the size 1, or no dimension, counts for all of the other's.</summary>
    /// <remarks><c>a + b + …</c></remarks>
    /// <param name="values">(…, C) each.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Add(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>The product, element by element; a side with the size 1, or no dimension, counts for all of the other's.</summary>
    /// <remarks><c>a · b · …</c></remarks>
    /// <param name="values">(…, C) each.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Multiply(params Tensor[] values) => throw Declaration.NotExecutable();

    /// <summary>The largest value of each window.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="kernel">The size of the window.</param>
    /// <param name="stride">The step from one window to the next; the window's size where it is not given.</param>
    /// <param name="padding">Positions added on each side.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public static Tensor MaxPool(Tensor x, Extent kernel, Extent stride = default, Extent padding = default, bool ceilMode = false) =>
        throw Declaration.NotExecutable();

    /// <summary>The mean of each window.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="kernel">The size of the window.</param>
    /// <param name="stride">The step from one window to the next; the window's size where it is not given.</param>
    /// <param name="padding">Positions added on each side.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts.</param>
    /// <param name="countPadding">Whether padded positions count in the mean.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public static Tensor AveragePool(Tensor x, Extent kernel, Extent stride = default, Extent padding = default, bool ceilMode = false,
        bool countPadding = true) => throw Declaration.NotExecutable();

    /// <summary>The mean over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(C).</returns>
    public static Tensor GlobalAveragePool(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The mean over all positions, weighed by a mask, whatever its scale. Where the mask is 0 everywhere, the mean is
    /// 0.</summary>
    /// <remarks><c>y[c] = Σ m[p] · x[p, c] / Σ m[p]</c>, over all positions p.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="mask">(…, 1) with the positions of x, or (…, C) for a mask for each channel.</param>
    /// <returns>(C).</returns>
    public static Tensor GlobalAveragePool(Tensor x, Tensor mask) => throw Declaration.NotExecutable();

    /// <summary>The mean along axes. Along all positions the result is (C); else it has the size 1 along the axes: (H, W, 1) along the
    /// channels, (T, 1, 1, C) along height and width.</summary>
    /// <remarks><c>y = Σ x / n</c>, over the n elements along the axes.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <param name="keep">Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C).</param>
    /// <returns>(C), or x with the size 1 along the axes.</returns>
    public static Tensor Mean(Tensor x, Axes axes = Axes.Positions, bool keep = false) => throw Declaration.NotExecutable();

    /// <summary>The sum along axes. Along all positions the result is (C); else it has the size 1 along the axes: (H, W, 1) along the
    /// channels, (T, 1, 1, C) along height and width.</summary>
    /// <remarks><c>y = Σ x</c>, over the elements along the axes.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <param name="keep">Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C).</param>
    /// <returns>(C), or x with the size 1 along the axes.</returns>
    public static Tensor Sum(Tensor x, Axes axes = Axes.Positions, bool keep = false) => throw Declaration.NotExecutable();

    /// <summary>The greatest value along axes; NaN where one is NaN. Along all positions the result is (C); else it has the size 1 along
    /// the axes: (H, W, 1) along the channels, (T, 1, 1, C) along height and width.</summary>
    /// <remarks><c>y = max x</c>, over the elements along the axes.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <param name="keep">Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C).</param>
    /// <returns>(C), or x with the size 1 along the axes.</returns>
    public static Tensor Max(Tensor x, Axes axes = Axes.Positions, bool keep = false) => throw Declaration.NotExecutable();

    /// <summary>The least value along axes; NaN where one is NaN. Along all positions the result is (C); else it has the size 1 along the
    /// axes: (H, W, 1) along the channels, (T, 1, 1, C) along height and width.</summary>
    /// <remarks><c>y = min x</c>, over the elements along the axes.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <param name="keep">Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C).</param>
    /// <returns>(C), or x with the size 1 along the axes.</returns>
    public static Tensor Min(Tensor x, Axes axes = Axes.Positions, bool keep = false) => throw Declaration.NotExecutable();

    /// <summary>The length along axes, √Σx². Along all positions the result is (C); else it has the size 1 along the axes: (H, W, 1) along
    /// the channels, (T, 1, 1, C) along height and width.</summary>
    /// <remarks><c>y = √Σ x²</c>, over the elements along the axes.</remarks>
    /// <param name="x">(…, C).</param>
    /// <param name="axes">Along what.</param>
    /// <param name="keep">Whether the result has the size 1 along all positions, (1, 1, C), where it would be (C).</param>
    /// <returns>(C), or x with the size 1 along the axes.</returns>
    public static Tensor L2Norm(Tensor x, Axes axes = Axes.Positions, bool keep = false) => throw Declaration.NotExecutable();

    /// <summary>The largest value over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(C).</returns>
    public static Tensor GlobalMaxPool(Tensor x) => throw Declaration.NotExecutable();

    /// <summary>The sum over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>(C).</returns>
    public static Tensor GlobalSumPool(Tensor x) => throw Declaration.NotExecutable();

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
    /// <returns>(size…, C).</returns>
    public static Tensor Resize(Tensor x, Extent size = default, double scale = 1, UpsampleMode mode = UpsampleMode.Nearest,
        bool alignCorners = false) => throw Declaration.NotExecutable();

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

    /// <summary>The product of two matrices, or of as many as the dimensions before the last two count.</summary>
    /// <param name="a">(…, M, K); with <paramref name="transposeA"/> (…, K, M). A value (K) is one row.</param>
    /// <param name="b">(…, K, N); with <paramref name="transposeB"/> (…, N, K). A value (K) is one column. One side may have two dimensions
    /// only, and then serves all matrices of the other.</param>
    /// <param name="transposeA">Whether the last two dimensions of <paramref name="a"/> are exchanged first.</param>
    /// <param name="transposeB">The same of <paramref name="b"/>.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    /// <returns>(…, M, N): <c>y[m, n] = scale · Σ a[m, k] · b[k, n]</c>.</returns>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, double scale = 1) =>
        throw Declaration.NotExecutable();

    /// <summary>How the channels go together over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="normalize">What the sums are divided by.</param>
    /// <returns>(C, C): <c>xᵀ x</c>.</returns>
    public static Tensor Gram(Tensor x, GramNormalization normalize = GramNormalization.None) => throw Declaration.NotExecutable();

    /// <summary>The dimensions in another order.</summary>
    /// <param name="x">(…, C), with two dimensions or more.</param>
    /// <param name="axes">The input's dimensions in the order of the result, counted from 0; none to exchange the last two.</param>
    /// <returns>Dimension i is dimension axes[i] of the input; (L, C) becomes (C, L).</returns>
    public static Tensor Transpose(Tensor x, params int[] axes) => throw Declaration.NotExecutable();

    /// <summary>Positions along the first dimension, by their numbers.</summary>
    /// <param name="x">(L, …).</param>
    /// <param name="indices">The numbers, counted from 0, in any order and as often as they are named.</param>
    /// <returns>(n, …): <c>y[i] = x[indices[i]]</c>.</returns>
    public static Tensor Gather(Tensor x, params int[] indices) => throw Declaration.NotExecutable();

    /// <summary>Scaled dot product attention, whose tokens are positions. Vaswani et al., "Attention Is All You Need", 2017.</summary>
    /// <param name="q">Queries: (L, C) or (H, W, C).</param>
    /// <param name="k">Keys: (S, C), or more dimensions with as many positions.</param>
    /// <param name="v">Values: (S, D), or more dimensions with as many positions.</param>
    /// <param name="heads">Shares of the channels, each of which attends by itself; divides C and D.</param>
    /// <param name="causal">Whether a query sees no key of a later position.</param>
    /// <param name="mask">Added before the softmax: (L, S), or (S) for all queries; 0 where a query sees a key, a large negative number
    /// where it does not.</param>
    /// <returns>The queries' positions with the values' channels: <c>softmax(Qₕ Kₕᵀ / √(C / heads) + mask) Vₕ</c>, head by
    /// head.</returns>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, int heads = 1, bool causal = false, Tensor? mask = null) =>
        throw Declaration.NotExecutable();

    /// <summary>The same with a scale of its own.</summary>
    /// <param name="q">Queries: (L, C) or (H, W, C).</param>
    /// <param name="k">Keys: (S, C), or more dimensions with as many positions.</param>
    /// <param name="v">Values: (S, D), or more dimensions with as many positions.</param>
    /// <param name="heads">Shares of the channels, each of which attends by itself; divides C and D.</param>
    /// <param name="scale">What products of queries and keys are multiplied by, in the place of 1 / √(C / heads).</param>
    /// <param name="causal">Whether a query sees no key of a later position.</param>
    /// <param name="mask">Added before the softmax: (L, S), or (S) for all queries.</param>
    /// <returns>The queries' positions with the values' channels.</returns>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, double scale, bool causal = false, Tensor? mask = null) =>
        throw Declaration.NotExecutable();

    /// <summary>x / (k + alpha / size · Σ x²)^beta, with the sum over neighbouring channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="size">The number of neighbouring channels.</param>
    /// <param name="alpha">alpha.</param>
    /// <param name="beta">beta.</param>
    /// <param name="k">k.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LocalResponseNorm(Tensor x, int size, double alpha = 1e-4, double beta = 0.75, double k = 1) =>
        throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor LayerNorm(Tensor x, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>x / √(mean(x²) + epsilon), with the mean over each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the mean; 2^−23 where it is not given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor RmsNorm(Tensor x, double epsilon = 1.1920928955078125e-7) => throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of all positions and a group of channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="groups">The number of groups, which divides C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor GroupNorm(Tensor x, int groups, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>(x − mean) / √(variance + epsilon), with mean and variance of each channel over all positions.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>(…, C).</returns>
    public static Tensor InstanceNorm(Tensor x, double epsilon = 1e-5) => throw Declaration.NotExecutable();

    /// <summary>x / max(‖x‖₂, epsilon), with the Euclidean norm over each position's channels.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="epsilon">The least that is divided by.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Normalize(Tensor x, double epsilon = 1e-12) => throw Declaration.NotExecutable();

    /// <summary>Nothing at inference; in training a share of the values becomes 0, and the rest larger.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="rate">The share of values dropped in training: 0 or greater, less than 1.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Dropout(Tensor x, double rate = 0.5) => throw Declaration.NotExecutable();

    /// <summary>The value itself, which can be read after a run.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="name">What the tap is called; after the local that the result is assigned to, or that is tapped, where it is not
    /// given.</param>
    /// <returns>(…, C).</returns>
    public static Tensor Tap(Tensor x, string name = "") => throw Declaration.NotExecutable();
}
