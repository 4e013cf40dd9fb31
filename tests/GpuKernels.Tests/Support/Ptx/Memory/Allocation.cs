namespace Fusion.Kernels.Tests.Support.Ptx.Memory;

/// <summary>An array in memory, in words of 32 bits, with what is known of each.</summary>
/// <param name="name">Its name, for messages.</param>
/// <param name="address">The address of its first byte.</param>
/// <param name="words">Its size.</param>
internal sealed class Allocation(string name, ulong address, long words)
{
    public string Name => name;

    public ulong Address => address;

    public uint[] Words { get; } = new uint[words];

    public MemoryCell[] Cells { get; } = new MemoryCell[words];

    /// <summary>Writes floats from outside of any kernel.</summary>
    public void Write(long start, ReadOnlySpan<float> values)
    {
        System.Runtime.InteropServices.MemoryMarshal.Cast<float, uint>(values).CopyTo(Words.AsSpan(checked((int)start)));
        foreach (ref MemoryCell cell in Cells.AsSpan(checked((int)start), values.Length))
            cell = new MemoryCell { WriteEpoch = Checks.AccessClock.Outside };
    }

    /// <summary>Reads floats from outside of any kernel.</summary>
    public void Read(long start, Span<float> values) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<uint, float>(Words.AsSpan(checked((int)start), values.Length)).CopyTo(values);

    /// <summary>Forgets what has been written: whoever reads it before it is written again is at fault.</summary>
    public void Forget()
    {
        Array.Fill(Words, Poison);
        Array.Clear(Cells);
    }

    /// <summary>A NaN, and an index far out of bounds.</summary>
    public const uint Poison = 0xffc0dead;
}
