using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fusion.Runtime;

/// <summary>Values from channels first, a plane for each, to channels last, and back. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public static unsafe class ChannelPlanes
{
    /// <summary>Pixels, and channels, that are exchanged at once.</summary>
    private const int Side = 4;

    /// <summary>Channels that are read or written while the loop passes over the pixels: a cache line of each pixel.</summary>
    private const int Block = 16;

    /// <summary>Reads pixels from planes, and writes each with its channels side by side.</summary>
    /// <param name="source">The first pixel in the first plane.</param>
    /// <param name="plane">Floats from one plane to the next.</param>
    /// <param name="channels">Planes: two or more.</param>
    /// <param name="target">Where the first pixel goes. Nothing is written behind the last one.</param>
    /// <param name="count">Pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(float* source, int plane, int channels, float* target, int count)
    {
        int turned = 0;
        if (Sse.IsSupported)
        {
            // Vectors of fewer channels than they have room for spill over into the next pixel, of which there must be one, and which is
            // written again. So they come first.
            turned = (count - 1) / Side * Side;
            int full = channels / Side * Side, rest = channels - full;
            if (rest > 0)
                for (int i = 0; i < turned; i += Side)
                    FromPlanes(source + (long)full * plane + i, plane, rest, target + (long)i * channels + full, channels);
            for (int first = 0; first < full; first += Block)
            {
                int last = Math.Min(first + Block, full);
                for (int i = 0; i < turned; i += Side)
                    for (int c = first; c < last; c += Side)
                        FromPlanes(source + (long)c * plane + i, plane, Side, target + (long)i * channels + c, channels);
            }
        }
        for (int i = turned; i < count; i++)
            for (int c = 0; c < channels; c++) target[(long)i * channels + c] = source[(long)c * plane + i];
    }

    /// <summary>Reads pixels with their channels side by side, and writes them to planes.</summary>
    /// <param name="source">The first pixel; floats behind a pixel's channels are read, too.</param>
    /// <param name="pixelStride">Floats from one pixel to the next.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="target">Where the first pixel goes in the first plane.</param>
    /// <param name="plane">Floats from one plane to the next.</param>
    /// <param name="count">Pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* source, int pixelStride, int channels, float* target, int plane, int count)
    {
        int turned = 0;
        if (Sse.IsSupported)
        {
            turned = count / Side * Side;
            for (int first = 0; first < channels; first += Block)
            {
                int last = Math.Min(first + Block, channels);
                for (int i = 0; i < turned; i += Side)
                    for (int c = first; c < last; c += Side)
                        ToPlanes(source + (long)i * pixelStride + c, pixelStride, target + (long)c * plane + i, plane, channels - c);
            }
        }
        for (int c = 0; c < channels; c++)
            for (int i = turned; i < count; i++) target[(long)c * plane + i] = source[(long)i * pixelStride + c];
    }

    /// <summary>Four pixels of up to four planes; of fewer, the last one stands in for those that are missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromPlanes(float* source, long plane, int planes, float* target, long stride)
    {
        Vector128<float> p0 = Vector128.Load(source), p1 = planes > 1 ? Vector128.Load(source + plane) : p0,
            p2 = planes > 2 ? Vector128.Load(source + 2 * plane) : p1, p3 = planes > 3 ? Vector128.Load(source + 3 * plane) : p2;
        Vector128<float> low01 = Sse.UnpackLow(p0, p1), low23 = Sse.UnpackLow(p2, p3);
        Vector128<float> high01 = Sse.UnpackHigh(p0, p1), high23 = Sse.UnpackHigh(p2, p3);
        Sse.MoveLowToHigh(low01, low23).Store(target);
        Sse.MoveHighToLow(low23, low01).Store(target + stride);
        Sse.MoveLowToHigh(high01, high23).Store(target + 2 * stride);
        Sse.MoveHighToLow(high23, high01).Store(target + 3 * stride);
    }

    /// <summary>Four pixels to up to four planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToPlanes(float* source, long stride, float* target, long plane, int planes)
    {
        Vector128<float> p0 = Vector128.Load(source), p1 = Vector128.Load(source + stride),
            p2 = Vector128.Load(source + 2 * stride), p3 = Vector128.Load(source + 3 * stride);
        Vector128<float> low01 = Sse.UnpackLow(p0, p1), low23 = Sse.UnpackLow(p2, p3);
        Vector128<float> high01 = Sse.UnpackHigh(p0, p1), high23 = Sse.UnpackHigh(p2, p3);
        Sse.MoveLowToHigh(low01, low23).Store(target);
        if (planes > 1) Sse.MoveHighToLow(low23, low01).Store(target + plane);
        if (planes > 2) Sse.MoveLowToHigh(high01, high23).Store(target + 2 * plane);
        if (planes > 3) Sse.MoveHighToLow(high23, high01).Store(target + 3 * plane);
    }
}
