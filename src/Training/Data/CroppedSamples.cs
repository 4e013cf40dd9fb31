using System.Buffers;

namespace Fusion.Training.Data;

/// <summary>The middle of each sample.</summary>
internal sealed class CroppedSamples(SampleSource whole, int height, int width, ReadOnlyMemory<int> labels)
    : SampleSource(height, width, whole.Channels, whole.Count, labels)
{
    public override float Border(int channel) => whole.Border(channel);

    public override void Read(int index, Span<float> values)
    {
        float[] sample = ArrayPool<float>.Shared.Rent(whole.Elements);
        try
        {
            whole.Read(index, sample.AsSpan(0, whole.Elements));
            int top = (whole.Height - Height) / 2, left = (whole.Width - Width) / 2, row = Width * Channels;
            for (int y = 0; y < Height; y++)
                sample.AsSpan(((top + y) * whole.Width + left) * Channels, row).CopyTo(values[(y * row)..]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sample);
        }
    }
}
