namespace Fusion;

// Pooling and reductions.
public static partial class Ops
{
    /// <summary>The largest value of each window.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="kernel">The size of the window.</param>
    /// <param name="stride">The step from one window to the next; the window's size where it is not given.</param>
    /// <param name="padding">Positions added on each side.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts.</param>
    /// <param name="paddingEnd">Positions added at the end of each dimension; as many as at the beginning where it is not given.</param>
    /// <param name="dilation">The distance of the window's positions, 1 where it is not given.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public static Tensor MaxPool(Tensor x, Extent kernel, Extent stride = default, Extent padding = default, bool ceilMode = false,
        Extent paddingEnd = default, Extent dilation = default) => throw Declaration.NotExecutable();

    /// <summary>The mean of each window.</summary>
    /// <param name="x">(…, C).</param>
    /// <param name="kernel">The size of the window.</param>
    /// <param name="stride">The step from one window to the next; the window's size where it is not given.</param>
    /// <param name="padding">Positions added on each side.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts.</param>
    /// <param name="countPadding">Whether padded positions count in the mean.</param>
    /// <param name="paddingEnd">Positions added at the end of each dimension; as many as at the beginning where it is not given.</param>
    /// <param name="dilation">The distance of the window's positions, 1 where it is not given.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public static Tensor AveragePool(Tensor x, Extent kernel, Extent stride = default, Extent padding = default, bool ceilMode = false,
        bool countPadding = true, Extent paddingEnd = default, Extent dilation = default) => throw Declaration.NotExecutable();

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
}
