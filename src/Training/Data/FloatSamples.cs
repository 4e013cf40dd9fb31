namespace Fusion.Training.Data;

/// <summary>Samples that lie in memory as the network takes them.</summary>
internal sealed class FloatSamples : SampleSource
{
    private readonly ReadOnlyMemory<float> _values;

    public FloatSamples(ReadOnlyMemory<float> values, ReadOnlyMemory<int> labels, int height, int width, int channels)
        : base(height, width, channels, labels)
    {
        CheckLength(values.Length, nameof(values));
        _values = values;
    }

    public FloatSamples(ReadOnlyMemory<float> values, int count, int height, int width, int channels)
        : base(height, width, channels, count) => _values = values;

    public override void Read(int index, Span<float> values) =>
        _values.Span.Slice(checked(index * Elements), Elements).CopyTo(values);
}
