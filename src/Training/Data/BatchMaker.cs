namespace Fusion.Training.Data;

/// <summary>Makes the batch of a step, from its number alone. For one thread.</summary>
internal sealed class BatchMaker
{
    private readonly SampleSource _source;
    private readonly SampleSource[] _parts;
    private readonly SampleCutter?[] _cutters;
    private readonly EpochOrder _order;
    private readonly int _seed;

    public BatchMaker(SampleSource source, int seed, Augmentation? augmentation)
    {
        _source = source;
        _seed = seed;
        _parts = source.Parts;
        _cutters = Array.ConvertAll(_parts, part =>
            augmentation is not null && SampleCutter.Takes(source, part) ? new SampleCutter(part, augmentation) : null);
        _order = new EpochOrder(source.Count, (ulong)seed);
    }

    public void Make(long step, BatchMemory memory)
    {
        int samples = memory.Indices.Length;
        for (int i = 0; i < samples; i++)
        {
            long place = step * samples + i;
            int index = _order.At(place);
            for (int part = 0; part < _parts.Length; part++)
            {
                int elements = memory.Parts[part].Length / samples;
                Span<float> values = memory.Parts[part].AsSpan(i * elements, elements);
                // The same chance for all of them.
                if (_cutters[part] is { } cutter) cutter.Read(index, values, new RandomBits(~(ulong)_seed, (ulong)place));
                else _parts[part].Read(index, values);
            }
            memory.Indices[i] = index;
            if (memory.Labels.Length > 0) memory.Labels[i] = _source.Labels[index];
        }
    }
}
