using Fusion.Training.Data;

namespace Fusion.Training;

/// <summary>
/// Samples with their labels, by number. One that reads files derives from this class: <see cref="Read"/> is called from several threads
/// at once.
/// </summary>
public abstract class SampleSource
{
    private readonly ReadOnlyMemory<int> _labels;

    /// <summary>A source of as many samples as there are labels.</summary>
    /// <param name="height">H of a sample; 1 where it is a sequence or a vector.</param>
    /// <param name="width">W of a sample; 1 where it is a vector.</param>
    /// <param name="channels">C of a sample.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    protected SampleSource(int height, int width, int channels, ReadOnlyMemory<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (labels.IsEmpty) throw new ArgumentException("No label was given; one for each sample was expected.", nameof(labels));
        Elements = checked(height * width * channels);
        Height = height;
        Width = width;
        Channels = channels;
        _labels = labels;
    }

    /// <summary>How many samples there are.</summary>
    public int Count => _labels.Length;

    /// <summary>H of a sample.</summary>
    public int Height { get; }

    /// <summary>W of a sample.</summary>
    public int Width { get; }

    /// <summary>C of a sample.</summary>
    public int Channels { get; }

    /// <summary>The values of a sample: H · W · C.</summary>
    public int Elements { get; }

    /// <summary>The class of each sample.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>Floats, which a network takes as they are.</summary>
    /// <param name="values">The samples one behind the other, each (H, W, C). They are not copied.</param>
    /// <param name="labels">The class of each sample. They are not copied.</param>
    /// <param name="height">H of a sample.</param>
    /// <param name="width">W of a sample.</param>
    /// <param name="channels">C of a sample.</param>
    /// <exception cref="ArgumentException">There are not as many values as the labels and sizes say, or no sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static SampleSource FromFloats(
        ReadOnlyMemory<float> values, ReadOnlyMemory<int> labels, int height, int width, int channels) =>
        new FloatSamples(values, labels, height, width, channels);

    /// <summary>The bytes of images, normalised to the same bits as by a network that runs on bytes.</summary>
    /// <param name="pixels">The samples one behind the other, each (H, W, C). They are not copied.</param>
    /// <param name="labels">The class of each sample. They are not copied.</param>
    /// <param name="height">H of a sample.</param>
    /// <param name="width">W of a sample.</param>
    /// <param name="channels">C of a sample: 1 to 4.</param>
    /// <param name="normalization">How bytes become values.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many bytes as the labels and sizes say, no sample, or the normalisation is for other channels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static SampleSource FromBytes(
        ReadOnlyMemory<byte> pixels, ReadOnlyMemory<int> labels, int height, int width, int channels, ImageNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        return new ByteSamples(pixels, labels, height, width, channels, normalization);
    }

    /// <summary>
    /// These samples, each cut to its middle: what a network is tested with that was trained on random crops of that size.
    /// </summary>
    /// <param name="height">H of the middle; an odd row more is left out below.</param>
    /// <param name="width">W of the middle; an odd column more is left out on the right.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or greater than that of a sample.</exception>
    public SampleSource CenterCrop(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);
        return new CroppedSamples(this, height, width, _labels);
    }

    /// <summary>Writes the values of a sample, as the network takes them.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <param name="values">Where they go: (H, W, C).</param>
    public abstract void Read(int index, Span<float> values);

    /// <summary>The value of a channel beyond the edges of a sample: 0, or what a black byte becomes.</summary>
    public virtual float Border(int channel) => 0;

    /// <summary>Checks how many values there are.</summary>
    internal void CheckLength(int length, string parameter)
    {
        if (length != (long)Count * Elements)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {(long)Count * Elements} were expected ({Count} x {Elements}).", parameter);
    }
}
