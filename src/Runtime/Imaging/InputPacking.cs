using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fusion.Runtime;

/// <summary>Copies a caller's input into the workspace. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public static unsafe class InputPacking
{
    /// <summary>Bytes that are read, and floats that are written, at once.</summary>
    private const int Lanes = 16;

    /// <summary>
    /// Copies rows [first, last) of an input: floats as they are; where <see cref="KernelArguments.Normalization"/> is set, bytes that are
    /// normalised on the way.
    /// </summary>
    /// <param name="arguments">The kernel's arguments.</param>
    /// <param name="binding">The input's index.</param>
    /// <param name="rowElements">Values in a row: width * channels.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="destination">Where row 0 goes.</param>
    /// <param name="destinationRowStride">Floats from one row of the destination to the next.</param>
    /// <param name="first">The first row.</param>
    /// <param name="last">The row after the last one.</param>
    // Part of every run, and as fast in the first as in any other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(
        KernelArguments* arguments, int binding, int rowElements, int channels, float* destination, int destinationRowStride, int first,
        int last)
    {
        void* source = arguments->Bindings[binding];
        if (arguments->Normalization is not null)
        {
            ByteRows(
                (byte*)source + (long)first * rowElements, rowElements, channels, arguments->Normalization,
                destination + (long)first * destinationRowStride, destinationRowStride, last - first);
            return;
        }
        for (int row = first; row < last; row++)
        {
            new ReadOnlySpan<float>((float*)source + (long)row * rowElements, rowElements)
                .CopyTo(new Span<float>(destination + (long)row * destinationRowStride, rowElements));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByteRows(
        byte* source, int rowElements, int channels, PixelNormalization* normalization, float* target, int targetStride, int rows)
    {
        // What lane i needs where lane 0 is channel 0. A step is a whole number of pixels, so the pattern is the same for every step; with
        // three channels a step is 15 bytes and the sixteenth float is written again by the next one.
        float* scale = stackalloc float[Lanes];
        float* shift = stackalloc float[Lanes];
        byte* order = stackalloc byte[Lanes];
        int step = Lanes / channels * channels;
        for (int i = 0; i < Lanes; i++)
        {
            int channel = i % channels;
            scale[i] = normalization->Scale[channel];
            shift[i] = normalization->Shift[channel];
            order[i] = (byte)(normalization->SwapRedAndBlue && i < step ? Swapped(i, channel) : i);
        }
        Vector128<byte> shuffle = Vector128.Load(order);

        for (int row = 0; row < rows; row++, source += rowElements, target += targetStride)
        {
            int i = 0;
            for (; i <= rowElements - Lanes; i += step)
            {
                Vector128<byte> bytes = Vector128.Load(source + i);
                if (normalization->SwapRedAndBlue) bytes = Vector128.Shuffle(bytes, shuffle);
                Normalize(bytes, scale, shift, target + i);
            }
            for (; i < rowElements; i++)
            {
                int channel = i % channels;
                int from = normalization->SwapRedAndBlue ? Swapped(i, channel) : i;
                target[i] = MathF.FusedMultiplyAdd(source[from], normalization->Scale[channel], normalization->Shift[channel]);
            }
        }
    }

    /// <summary>Where the value of a channel comes from when 0 and 2 change places.</summary>
    private static int Swapped(int index, int channel) => channel is 0 or 2 ? index + 2 - 2 * channel : index;

    /// <summary>Sixteen bytes to floats. One fused multiply-add each, so that every width of vector gives the same bits.</summary>
    private static void Normalize(Vector128<byte> bytes, float* scale, float* shift, float* target)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector256<ushort> words = Vector256.WidenLower(bytes.ToVector256Unsafe());
            Vector512<float> values = Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32());
            Vector512.FusedMultiplyAdd(values, Vector512.Load(scale), Vector512.Load(shift)).Store(target);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Vector256<ushort> words = Vector256.WidenLower(bytes.ToVector256Unsafe());
            (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(words);
            Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(lower.AsInt32()), Vector256.Load(scale), Vector256.Load(shift))
                .Store(target);
            Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(upper.AsInt32()), Vector256.Load(scale + 8), Vector256.Load(shift + 8))
                .Store(target + 8);
        }
        else
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
            (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(lower);
            (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(upper);
            Normalize(first, scale, shift, target);
            Normalize(second, scale + 4, shift + 4, target + 4);
            Normalize(third, scale + 8, shift + 8, target + 8);
            Normalize(fourth, scale + 12, shift + 12, target + 12);
        }
    }

    private static void Normalize(Vector128<uint> values, float* scale, float* shift, float* target) =>
        Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(values.AsInt32()), Vector128.Load(scale), Vector128.Load(shift)).Store(target);
}
