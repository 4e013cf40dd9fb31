namespace Fusion.Training.Data;

/// <summary>
/// The endless order of samples: one shuffled epoch after the other, each by its own number alone, so that any place in it can be asked
/// for.
/// </summary>
internal sealed class EpochOrder(int count, ulong seed)
{
    private readonly int[] _order = new int[count];
    private long _epoch = -1;

    /// <summary>The sample at a place, counted from the beginning of the training.</summary>
    public int At(long place)
    {
        long epoch = place / count;
        if (epoch != _epoch) Shuffle(epoch);
        return _order[place % count];
    }

    /// <summary>Fisher and Yates' shuffle.</summary>
    private void Shuffle(long epoch)
    {
        _epoch = epoch;
        var random = new RandomBits(seed, (ulong)epoch);
        for (int i = 0; i < count; i++)
        {
            int j = random.Below(i + 1);
            _order[i] = _order[j];
            _order[j] = i;
        }
    }
}
