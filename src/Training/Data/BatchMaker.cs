namespace Fusion.Training.Data;

/// <summary>Makes the batch of a step, from its number alone. For one thread.</summary>
internal sealed class BatchMaker(SampleSource source, int seed, Augmentation? augmentation)
{
    private readonly EpochOrder _order = new(source.Count, (ulong)seed);
    private readonly SampleCutter? _cutter = augmentation is null ? null : new SampleCutter(source, augmentation);

    public void Make(long step, Batch batch)
    {
        int samples = batch.Labels.Length, elements = batch.Values.Length / samples;
        for (int i = 0; i < samples; i++)
        {
            long place = step * samples + i;
            int index = _order.At(place);
            Span<float> values = batch.ValueMemory.AsSpan(i * elements, elements);
            if (_cutter is null) source.Read(index, values);
            else _cutter.Read(index, values, new RandomBits(~(ulong)seed, (ulong)place));
            batch.IndexMemory[i] = index;
            batch.LabelMemory[i] = source.Labels[index];
        }
    }
}
