namespace Fusion.Training.Data;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): integer arithmetic only, the same numbers on
/// every machine.
/// </summary>
internal struct RandomBits
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>A sequence of its own for each pair of numbers.</summary>
    public RandomBits(ulong seed, ulong index) => _state = Mix(Mix(seed + Golden) ^ index);

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1, each as probable as any other but for one in 2³³.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }

    private ulong Next() => Mix(_state += Golden);
}
