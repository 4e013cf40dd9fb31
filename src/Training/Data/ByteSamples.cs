using Fusion.Runtime;

namespace Fusion.Training.Data;

/// <summary>Images that lie in memory as bytes.</summary>
internal sealed class ByteSamples : SampleSource
{
    private const int Bytes = 256;
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly float[] _table;
    private readonly bool _swapRedAndBlue;

    public unsafe ByteSamples(
        ReadOnlyMemory<byte> pixels, int count, ReadOnlyMemory<int> labels, int height, int width, int channels,
        ImageNormalization normalization)
        : base(height, width, channels, count, labels)
    {
        if (count == 0) throw new ArgumentException("No label was given; one for each sample was expected.", nameof(labels));
        PixelNormalization numbers;
        normalization.Write(&numbers, channels);
        CheckLength(pixels.Length, nameof(pixels));
        _pixels = pixels;
        _swapRedAndBlue = numbers.SwapRedAndBlue;
        _table = new float[channels * Bytes];
        // As InputPacking does it, so that a network sees the same bits when it runs on bytes.
        for (int i = 0; i < _table.Length; i++)
            _table[i] = MathF.FusedMultiplyAdd(i % Bytes, numbers.Scale[i / Bytes], numbers.Shift[i / Bytes]);
    }

    public override float Border(int channel) => _table[channel * Bytes];

    public override void Read(int index, Span<float> values)
    {
        ReadOnlySpan<byte> pixels = _pixels.Span.Slice(checked(index * Elements), Elements);
        for (int c = 0; c < Channels; c++)
        {
            ReadOnlySpan<float> table = _table.AsSpan(c * Bytes, Bytes);
            int from = _swapRedAndBlue && c is (0 or 2) ? 2 - c : c;
            for (int i = 0; i < pixels.Length; i += Channels) values[i + c] = table[pixels[i + from]];
        }
    }
}
