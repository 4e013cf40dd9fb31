namespace Fusion;

/// <summary>
/// A value of a network, as <c>Forward</c> speaks of it. It has a shape and no contents: <c>Forward</c> is read at build time, never
/// executed.
/// </summary>
/// <example>
/// <code>
/// [Block]
/// public partial class Gate(int reduction)
/// {
///     [GlobalAveragePool, Conv("x.Channels / reduction", 1), Relu, Conv("x.Channels", 1), Sigmoid]   Layer gate;
///
///     Tensor Forward(Tensor x) => x.Channels > 8 ? x * gate(x) : x;
/// }
///
/// [FusedNetwork(32, 32, 16)]
/// public partial class Net
/// {
///     [Block&lt;Gate&gt;(4)]   Layer gate;
/// }
/// </code>
/// </example>
public sealed class Tensor
{
    private Tensor()
    {
    }

    /// <summary>The number of channels, the last dimension.</summary>
    public int Channels => throw Declaration.NotExecutable();

    /// <summary>The size of the last dimension before the channels; 1 where there is none.</summary>
    public int Width => throw Declaration.NotExecutable();

    /// <summary>H of (H, W, C) and (T, H, W, C); 1 at lower ranks.</summary>
    public int Height => throw Declaration.NotExecutable();

    /// <summary>L of (L, C): the number of positions of a sequence. The same as <see cref="Width"/>.</summary>
    public int Length => throw Declaration.NotExecutable();

    /// <summary>T of (T, H, W, C); 1 at lower ranks.</summary>
    public int Frames => throw Declaration.NotExecutable();

    /// <summary>The number of dimensions, channels included: 1 to 4.</summary>
    public int Rank => throw Declaration.NotExecutable();

    /// <summary>Some positions along the first dimension: <c>x[1..^1]</c>.</summary>
    /// <param name="first">Which, along the first dimension.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public Tensor this[Range first] => throw Declaration.NotExecutable();

    /// <summary>Some positions along the first two dimensions: <c>x[.., 2..]</c>.</summary>
    /// <param name="first">Which, along the first dimension.</param>
    /// <param name="second">Which, along the second dimension.</param>
    /// <returns>(…, C) with fewer positions.</returns>
    public Tensor this[Range first, Range second] => throw Declaration.NotExecutable();

    /// <summary>Some positions along all three dimensions of (T, H, W, C).</summary>
    /// <param name="first">Which frames.</param>
    /// <param name="second">Which rows.</param>
    /// <param name="third">Which columns.</param>
    /// <returns>(T, H, W, C) with fewer positions.</returns>
    public Tensor this[Range first, Range second, Range third] => throw Declaration.NotExecutable();

    /// <summary>The sum, element by element. One side may have the size 1, or no dimension, where the other has more, and counts for all of
    /// it: (C) for every position, (H, W, 1) for every channel, (T, 1, 1, C) for all of a frame.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator +(Tensor left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>Each element plus a number.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator +(Tensor left, double right) => throw Declaration.NotExecutable();

    /// <summary>A number plus each element.</summary>
    /// <param name="left">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator +(double left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>The difference, element by element. One side may have the size 1, or no dimension, where the other has more, and counts for
    /// all of it: (C) for every position, (H, W, 1) for every channel, (T, 1, 1, C) for all of a frame.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator -(Tensor left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>Each element minus a number.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator -(Tensor left, double right) => throw Declaration.NotExecutable();

    /// <summary>A number minus each element.</summary>
    /// <param name="left">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator -(double left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>The product, element by element. One side may have the size 1, or no dimension, where the other has more, and counts for
    /// all of it: (C) for every position, (H, W, 1) for every channel, (T, 1, 1, C) for all of a frame.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator *(Tensor left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>Each element times a number.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator *(Tensor left, double right) => throw Declaration.NotExecutable();

    /// <summary>A number times each element.</summary>
    /// <param name="left">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator *(double left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>The quotient, element by element. One side may have the size 1, or no dimension, where the other has more, and counts for
    /// all of it: (C) for every position, (H, W, 1) for every channel, (T, 1, 1, C) for all of a frame.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator /(Tensor left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>Each element divided by a number other than 0.</summary>
    /// <param name="left">(…, C).</param>
    /// <param name="right">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator /(Tensor left, double right) => throw Declaration.NotExecutable();

    /// <summary>A number divided by each element.</summary>
    /// <param name="left">The number; also an <see cref="int"/>, a parameter of the block, or an expression of them.</param>
    /// <param name="right">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator /(double left, Tensor right) => throw Declaration.NotExecutable();

    /// <summary>Each element with the other sign.</summary>
    /// <param name="value">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator -(Tensor value) => throw Declaration.NotExecutable();

    /// <summary>The value itself.</summary>
    /// <param name="value">(…, C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor operator +(Tensor value) => throw Declaration.NotExecutable();
}
