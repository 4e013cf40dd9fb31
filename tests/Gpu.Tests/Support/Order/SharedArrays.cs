using System.Numerics;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>The shared arrays, by the order of their allocation, that an address may point into.</summary>
/// <param name="Bits">A bit for each.</param>
internal readonly record struct SharedArrays(ulong Bits)
{
    public static SharedArrays None => default;

    public bool IsNone => Bits == 0;

    public static SharedArrays Of(int number) => new(1UL << number);

    public static SharedArrays operator |(SharedArrays left, SharedArrays right) => new(left.Bits | right.Bits);

    public override string ToString()
    {
        var numbers = new List<int>();
        for (ulong rest = Bits; rest != 0; rest &= rest - 1) numbers.Add(BitOperations.TrailingZeroCount(rest));
        return string.Join("+", numbers);
    }
}
