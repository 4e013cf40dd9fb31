using Fusion.Training.Data;

namespace Fusion.Training;

/// <summary>
/// Samples by number, with a label each or without. One that reads files derives from this class: <see cref="Read"/> is called from several
/// threads at once.
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
        : this(height, width, channels, labels.Length, labels)
    {
        if (labels.IsEmpty) throw new ArgumentException("No label was given; one for each sample was expected.", nameof(labels));
    }

    /// <summary>A source without labels.</summary>
    /// <param name="height">H of a sample; 1 where it is a sequence or a vector.</param>
    /// <param name="width">W of a sample; 1 where it is a vector.</param>
    /// <param name="channels">C of a sample.</param>
    /// <param name="count">How many samples there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of samples is less than 1.</exception>
    protected SampleSource(int height, int width, int channels, int count)
        : this(height, width, channels, count, default) => ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

    private protected SampleSource(int height, int width, int channels, int count, ReadOnlyMemory<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Elements = checked(height * width * channels);
        Height = height;
        Width = width;
        Channels = channels;
        Count = count;
        _labels = labels;
    }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    /// <summary>H of a sample.</summary>
    public int Height { get; }

    /// <summary>W of a sample.</summary>
    public int Width { get; }

    /// <summary>C of a sample.</summary>
    public int Channels { get; }

    /// <summary>The values of a sample: H · W · C.</summary>
    public int Elements { get; }

    /// <summary>The class of each sample; empty where there are no labels.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>The sources of which a sample consists: this one, and those that <see cref="With(SampleSource)"/> has put beside
    /// it.</summary>
    internal virtual SampleSource[] Parts => [this];

    private protected ReadOnlyMemory<int> LabelMemory => _labels;

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

    /// <summary>Floats without labels.</summary>
    /// <param name="values">The samples one behind the other, each (H, W, C). They are not copied.</param>
    /// <param name="height">H of a sample.</param>
    /// <param name="width">W of a sample.</param>
    /// <param name="channels">C of a sample.</param>
    /// <exception cref="ArgumentException">There are no values, or not those of whole samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static SampleSource FromFloats(ReadOnlyMemory<float> values, int height, int width, int channels) =>
        new FloatSamples(values, CountOf(values.Length, height, width, channels, nameof(values)), height, width, channels);

    /// <summary>The bytes of images without labels.</summary>
    /// <param name="pixels">The samples one behind the other, each (H, W, C). They are not copied.</param>
    /// <param name="height">H of a sample.</param>
    /// <param name="width">W of a sample.</param>
    /// <param name="channels">C of a sample: 1 to 4.</param>
    /// <param name="normalization">How bytes become values.</param>
    /// <exception cref="ArgumentException">
    /// There are no bytes, or not those of whole samples, or the normalisation is for other channels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static SampleSource FromBytes(
        ReadOnlyMemory<byte> pixels, int height, int width, int channels, ImageNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        int count = CountOf(pixels.Length, height, width, channels, nameof(pixels));
        return new ByteSamples(pixels, count, default, height, width, channels, normalization);
    }

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
        return new ByteSamples(pixels, labels.Length, labels, height, width, channels, normalization);
    }

    /// <summary>
    /// These samples, each with the one of the same number of another source: a target of floats, or what a second input of the network
    /// takes. Batches have both, as <see cref="Batch.Part"/> 0 and 1; the labels are these samples'. Where the other's height and width are
    /// those of these samples, it is cut and mirrored as they are; a vector (1, 1, C) is left as it is.
    /// </summary>
    /// <param name="other">As many samples.</param>
    /// <exception cref="ArgumentException">It has another number of samples.</exception>
    public SampleSource With(SampleSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == Count ? new JoinedSamples([.. Parts, .. other.Parts], _labels)
            : throw new ArgumentException($"{other.Count} samples were given; {Count} were expected, one beside each.", nameof(other));
    }

    /// <summary>These samples, each with a vector of floats, such as the targets of a regression: see
    /// <see cref="With(SampleSource)"/>.</summary>
    /// <param name="values">The vectors one behind the other, as many numbers for each sample. They are not copied.</param>
    /// <exception cref="ArgumentException">There are not as many for each sample.</exception>
    public SampleSource With(ReadOnlyMemory<float> values)
    {
        if (values.IsEmpty || values.Length % Count != 0)
            throw new ArgumentException(
                $"values: {values.Length} were given; as many for each of {Count} samples were expected.", nameof(values));
        return With(FromFloats(values, 1, 1, values.Length / Count));
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
        return Cropped(height, width);
    }

    /// <summary>The middle, of a size that has been checked.</summary>
    private protected virtual SampleSource Cropped(int height, int width) => new CroppedSamples(this, height, width, _labels);

    private static int CountOf(int length, int height, int width, int channels, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        long elements = checked((long)height * width * channels);
        return length > 0 && length % elements == 0 ? (int)(length / elements)
            : throw new ArgumentException(
                $"{parameter}: {length} values were given; those of whole samples were expected, {elements} each.", parameter);
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
                length > 0 && length % Elements == 0
                    ? $"{parameter}, labels: {length} values were given, those of {length / Elements} samples of {Elements}, and {Count} "
                        + "labels; a label for each sample was expected."
                    : $"{parameter}: {length} values were given; {(long)Count * Elements} were expected ({Count} x {Elements}), for as "
                        + "many samples as labels.",
                parameter);
    }
}
