namespace Fusion.Training.Data;

/// <summary>Samples of several sources, one beside the other by their numbers. The first is the sample itself.</summary>
internal sealed class JoinedSamples(SampleSource[] parts, ReadOnlyMemory<int> labels)
    : SampleSource(parts[0].Height, parts[0].Width, parts[0].Channels, parts[0].Count, labels)
{
    internal override SampleSource[] Parts => parts;

    public override float Border(int channel) => parts[0].Border(channel);

    public override void Read(int index, Span<float> values) => parts[0].Read(index, values);

    /// <summary>What has the size of the first is cut as it is.</summary>
    private protected override SampleSource Cropped(int height, int width) => new JoinedSamples(
        [.. parts.Select(part => part.Height == Height && part.Width == Width ? part.CenterCrop(height, width) : part)], LabelMemory);
}
