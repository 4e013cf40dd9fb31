namespace Fusion.Compiler.Reference;

/// <summary>One value of one sample in double precision, channels last.</summary>
public sealed class ReferenceTensor(Shape shape, double[] values)
{
    public ReferenceTensor(Shape shape) : this(shape, new double[shape.Elements]) { }

    public Shape Shape { get; } = shape;

    public double[] Values { get; } = values;

    public int Frames { get; } = shape.Frames;

    public int Height { get; } = shape.Height;

    public int Width { get; } = shape.Width;

    public int Channels { get; } = shape.Channels;

    public int Pixels { get; } = shape.Pixels;

    public double this[int pixel, int channel]
    {
        get => Values[pixel * Channels + channel];
        set => Values[pixel * Channels + channel] = value;
    }

    /// <summary>The index of a position's first channel.</summary>
    public int Offset(int t, int y, int x) => ((t * Height + y) * Width + x) * Channels;

    public bool Contains(int t, int y, int x) => (uint)t < (uint)Frames && (uint)y < (uint)Height && (uint)x < (uint)Width;
}
