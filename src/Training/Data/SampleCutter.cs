namespace Fusion.Training.Data;

/// <summary>Cuts a part out of a sample, at a random place, and mirrors it by chance. For one thread.</summary>
internal sealed class SampleCutter
{
    private readonly SampleSource _source;
    private readonly Augmentation _choice;
    private readonly int _height, _width, _tops, _lefts;
    private readonly float[] _sample, _border;

    /// <exception cref="ArgumentException">The part does not fit the samples.</exception>
    public SampleCutter(SampleSource source, Augmentation choice)
    {
        _source = source;
        _choice = choice;
        (_height, _width) = Size(source, choice);
        _tops = source.Height + 2 * choice.Padding - _height + 1;
        _lefts = source.Width + 2 * choice.Padding - _width + 1;
        _sample = new float[source.Elements];
        _border = new float[_width * source.Channels];
        for (int i = 0; i < _border.Length; i++) _border[i] = source.Border(i % source.Channels);
    }

    /// <summary>Whether what is done to samples is done to one of their parts: one of their height and width.</summary>
    public static bool Takes(SampleSource samples, SampleSource part) => part.Height == samples.Height && part.Width == samples.Width;

    /// <summary>Checks that every part is cut with the samples, or is a vector that is left as it is.</summary>
    /// <exception cref="ArgumentException">One is neither.</exception>
    public static void Check(SampleSource samples)
    {
        for (int i = 1; i < samples.Parts.Length; i++)
        {
            SampleSource part = samples.Parts[i];
            if (Takes(samples, part) || (part.Height == 1 && part.Width == 1)) continue;
            throw new ArgumentException(
                $"Part {i} of the samples is {part.Height} x {part.Width}, and the samples {samples.Height} x {samples.Width}: it cannot "
                + "be cut and mirrored as they are. The same size, a vector (1 x 1), or no augmentation was expected.", "augmentation");
        }
    }

    /// <summary>The size of the part.</summary>
    /// <exception cref="ArgumentException">It does not fit the samples.</exception>
    public static (int Height, int Width) Size(SampleSource source, Augmentation? choice)
    {
        if (choice is null) return (source.Height, source.Width);
        Check(source);
        if (choice.Padding is < 0 or > 1 << 20)
            throw new ArgumentException($"A padding of {choice.Padding} pixels was given; 0 or a few were expected.", "augmentation");
        return (Size("height", choice.Height, source.Height, choice.Padding), Size("width", choice.Width, source.Width, choice.Padding));
    }

    public void Read(int index, Span<float> values, RandomBits random)
    {
        _source.Read(index, _sample);
        int top = random.Below(_tops) - _choice.Padding, left = random.Below(_lefts) - _choice.Padding;
        bool isMirrored = _choice.HorizontalFlip && random.Below(2) == 1;
        int row = _width * _source.Channels;
        for (int y = 0; y < _height; y++)
        {
            Span<float> target = values.Slice(y * row, row);
            ReadRow(top + y, left, target);
            if (isMirrored) Mirror(target, _source.Channels);
        }
    }

    private static int Size(string name, int part, int whole, int padding)
    {
        int size = part == 0 ? whole : part;
        return size >= 1 && size <= whole + 2 * padding
            ? size
            : throw new ArgumentException(
                $"A part of {name} {size} was asked for; the samples have {whole}, and {whole + 2 * padding} with their padding.",
                "augmentation");
    }

    private void ReadRow(int y, int left, Span<float> target)
    {
        _border.CopyTo(target);
        int first = Math.Max(left, 0), last = Math.Min(left + _width, _source.Width), channels = _source.Channels;
        if ((uint)y >= (uint)_source.Height || first >= last) return;
        _sample.AsSpan((y * _source.Width + first) * channels, (last - first) * channels).CopyTo(target[((first - left) * channels)..]);
    }

    private static void Mirror(Span<float> row, int channels)
    {
        for (int left = 0, right = row.Length - channels; left < right; left += channels, right -= channels)
            for (int c = 0; c < channels; c++) (row[left + c], row[right + c]) = (row[right + c], row[left + c]);
    }
}
