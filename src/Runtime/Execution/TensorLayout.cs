using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>How a value lies in memory: its sizes, and how many floats lie from one pixel, row and frame to the next. For generated
/// code.</summary>
/// <param name="frames">T; 1 at lower ranks.</param>
/// <param name="height">H; 1 at lower ranks.</param>
/// <param name="width">W, or L of a sequence; 1 for a vector.</param>
/// <param name="channels">C.</param>
/// <param name="pixelStride">Floats from a pixel to the next in its row.</param>
/// <param name="rowStride">Floats from a row to the next.</param>
/// <param name="planeStride">Floats from a frame to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TensorLayout(int frames, int height, int width, int channels, int pixelStride, int rowStride, int planeStride)
{
    internal int Frames { get; } = frames;

    internal int Height { get; } = height;

    internal int Width { get; } = width;

    internal int Channels { get; } = channels;

    /// <summary>The number of values.</summary>
    internal int Elements => Frames * Height * Width * Channels;

    /// <summary>Floats from the first value to behind the last one.</summary>
    internal int Extent => Offset(Frames - 1, Height - 1, Width - 1) + Channels;

    /// <summary>Whether nothing lies between the values.</summary>
    internal bool IsDense => Extent == Elements;

    /// <summary>Floats from the first value to a pixel's first.</summary>
    internal int Offset(int t, int y, int x) => t * planeStride + y * rowStride + x * pixelStride;
}
