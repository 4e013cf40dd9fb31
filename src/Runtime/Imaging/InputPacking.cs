using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Copies a caller's input into the workspace. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class InputPacking
{
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
    public static void Rows(
        KernelArguments* arguments, int binding, int rowElements, int channels, float* destination, int destinationRowStride, int first, int last)
    {
        PixelNormalization* normalization = arguments->Normalization;
        for (int row = first; row < last; row++)
        {
            float* target = destination + (long)row * destinationRowStride;
            if (normalization is null)
            {
                float* source = (float*)arguments->Bindings[binding] + (long)row * rowElements;
                new ReadOnlySpan<float>(source, rowElements).CopyTo(new Span<float>(target, rowElements));
                continue;
            }
            byte* bytes = (byte*)arguments->Bindings[binding] + (long)row * rowElements;
            for (int i = 0; i < rowElements; i++)
            {
                int channel = i % channels;
                int from = normalization->SwapRedAndBlue && channel is 0 or 2 ? i + 2 - 2 * channel : i;
                target[i] = MathF.FusedMultiplyAdd(bytes[from], normalization->Scale[channel], normalization->Shift[channel]);
            }
        }
    }
}
