namespace Fusion.Compiler.Operations;

/// <summary>
/// Threefry-2x32 with 20 rounds: random bits as a function of a counter and a key (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As
/// Easy as 1, 2, 3, SC 2011). Sums, rotations and exclusive ors of 32 bits are all it needs, which every instruction set has.
/// </summary>
public static class Threefry
{
    public const int Rounds = 20;

    /// <summary>The key is added after as many rounds.</summary>
    public const int RoundsPerKey = 4;

    /// <summary>Skein's constant, which makes the third word of the key.</summary>
    public const uint Parity = 0x1BD11BDA;

    /// <summary>How far each round rotates, in turn.</summary>
    public static IReadOnlyList<int> Rotations { get; } = [13, 15, 26, 6, 17, 29, 16, 24];

    public static (uint First, uint Second) Block((uint First, uint Second) counter, (uint First, uint Second) key)
    {
        unchecked
        {
            uint[] keys = [key.First, key.Second, Parity ^ key.First ^ key.Second];
            uint first = counter.First + keys[0], second = counter.Second + keys[1];
            for (int round = 1; round <= Rounds; round++)
            {
                int rotation = Rotations[(round - 1) % Rotations.Count];
                first += second;
                second = ((second << rotation) | (second >> (32 - rotation))) ^ first;
                if (round % RoundsPerKey != 0) continue;
                int times = round / RoundsPerKey;
                first += keys[times % 3];
                second += keys[(times + 1) % 3] + (uint)times;
            }
            return (first, second);
        }
    }
}
