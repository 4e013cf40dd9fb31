namespace Fusion;

/// <summary>Which of a network's sizes is meant: by its name, or by the lengths of all spans where they leave no choice.</summary>
internal sealed class SizeTable
{
    private readonly NetworkInfo _info;

    /// <summary>The values in one sample of each input, then of each output, for each size.</summary>
    private readonly long[][] _perSample;

    public SizeTable(NetworkInfo info)
    {
        _info = info;
        _perSample = new long[info.Variants.Count][];
        for (int size = 0; size < _perSample.Length; size++)
        {
            NetworkVariant variant = info.Variants[size];
            long[] perSample = _perSample[size] = new long[variant.Inputs.Count + variant.Outputs.Count];
            for (int i = 0; i < perSample.Length; i++) perSample[i] = Span(size, i).Elements;
        }
    }

    /// <summary>The index of the size whose first input has these dimensions.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int Named(ReadOnlySpan<int> dimensions)
    {
        for (int size = 0; size < _perSample.Length; size++)
            if (Is(size, dimensions)) return size;
        throw new ArgumentException(
            $"{_info.Name} was not declared for the size ({string.Join(", ", dimensions.ToArray())}), but for {Names()}.");
    }

    /// <summary>The index of the only size that spans of these lengths fit, for one and the same batch.</summary>
    /// <param name="lengths">The lengths of the inputs in order, then of the outputs in order.</param>
    /// <exception cref="ArgumentException">The lengths fit no size, or several.</exception>
    public int Fitting(ReadOnlySpan<int> lengths)
    {
        int found = -1;
        for (int size = 0; size < _perSample.Length; size++)
        {
            if (Batch(size, lengths, lengths.Length) == 0) continue;
            if (found >= 0) throw Ambiguous(lengths.ToArray());
            found = size;
        }
        return found >= 0 ? found : throw Unfitting(lengths.ToArray());
    }

    /// <summary>The samples that the first spans hold; 0 where they do not fit the size.</summary>
    private long Batch(int size, ReadOnlySpan<int> lengths, int spans)
    {
        long[] perSample = _perSample[size];
        long batch = lengths[0] / perSample[0];
        for (int i = 0; i < spans; i++)
            if (lengths[i] != batch * perSample[i]) return 0;
        return batch;
    }

    private ArgumentException Ambiguous(int[] lengths)
    {
        var sizes = new List<string>();
        string example = "";
        for (int size = 0; size < _perSample.Length; size++)
        {
            if (Batch(size, lengths, lengths.Length) is not (> 0 and long batch)) continue;
            sizes.Add($"{Name(size)} with {Samples(batch)}");
            example = Name(size);
        }
        return new ArgumentException(
            $"Spans of these lengths fit several sizes of {_info.Name}: {string.Join(", ", sizes)}. "
                + $"Name the one that is meant, as in At{example}.Run(…).",
            Span(0, 0).Name);
    }

    /// <summary>Lists the sizes that the inputs fit, or all of them where the inputs fit none, with the lengths that they take.</summary>
    private ArgumentException Unfitting(int[] lengths)
    {
        int inputs = _info.Variants[0].Inputs.Count;
        var fitting = new List<string>();
        var all = new List<string>();
        for (int size = 0; size < _perSample.Length; size++)
        {
            long batch = Batch(size, lengths, inputs);
            if (batch > 0) fitting.Add($"{Name(size)} with {Samples(batch)}: {Lengths(size, batch)}");
            all.Add($"{Name(size)}: {Lengths(size, 1)}");
        }
        string expected = fitting.Count > 0
            ? string.Join("; ", fitting)
            : $"for each sample {string.Join("; ", all)}";
        string[] given = new string[lengths.Length];
        for (int i = 0; i < given.Length; i++) given[i] = $"{Span(0, i).Name} {lengths[i]}";
        return new ArgumentException(
            $"The lengths of the spans fit no size of {_info.Name}: {string.Join(", ", given)}. Expected: {expected}.",
            Span(0, fitting.Count > 0 ? inputs : 0).Name);
    }

    private string Names()
    {
        string[] names = new string[_perSample.Length];
        for (int size = 0; size < names.Length; size++) names[size] = Name(size);
        return string.Join(", ", names);
    }

    private string Lengths(int size, long batch)
    {
        string[] lengths = new string[_perSample[size].Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = $"{Span(size, i).Name} {batch * _perSample[size][i]}";
        return string.Join(", ", lengths);
    }

    private string Name(int size) => $"({string.Join(", ", _info.Variants[size].Inputs[0].Declared)})";

    private static string Samples(long batch) => batch == 1 ? "one sample" : $"a batch of {batch}";

    private TensorInfo Span(int size, int index)
    {
        NetworkVariant variant = _info.Variants[size];
        return index < variant.Inputs.Count ? variant.Inputs[index] : variant.Outputs[index - variant.Inputs.Count];
    }

    private bool Is(int size, ReadOnlySpan<int> dimensions)
    {
        IReadOnlyList<int> declared = _info.Variants[size].Inputs[0].Declared;
        if (declared.Count != dimensions.Length) return false;
        for (int i = 0; i < dimensions.Length; i++)
            if (declared[i] != dimensions[i]) return false;
        return true;
    }
}
