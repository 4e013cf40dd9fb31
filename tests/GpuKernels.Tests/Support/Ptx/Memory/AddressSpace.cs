namespace Fusion.Kernels.Tests.Support.Ptx.Memory;

/// <summary>
/// A kind of memory: arrays that lie so far apart that no address near one is near another. Addresses of global and shared memory are
/// never the same, so that one is not taken for the other.
/// </summary>
/// <param name="name">Its name in PTX.</param>
/// <param name="bits">How far apart arrays lie, as a power of two.</param>
internal sealed class AddressSpace(string name, int bits)
{
    private readonly List<Allocation> _allocations = [];

    /// <summary>Global memory, whose arrays the driver aligns to 256 bytes.</summary>
    public static AddressSpace Global() => new("global", 40);

    /// <summary>The memory of a group, whose addresses fit 32 bits.</summary>
    public static AddressSpace Shared() => new("shared", 24);

    public string Name => name;

    /// <summary>An array of its own, aligned to so many bytes and to no more.</summary>
    public Allocation Add(string array, long words, int alignment)
    {
        var allocation = new Allocation(array, ((ulong)(_allocations.Count + 1) << bits) + (ulong)alignment, words);
        _allocations.Add(allocation);
        return allocation;
    }

    /// <summary>The array with an address, and the word of it there; null where there is none.</summary>
    public Allocation? Find(ulong address, int words, out int word)
    {
        ulong number = (address >> bits) - 1;
        word = 0;
        if (number >= (ulong)_allocations.Count) return null;
        Allocation allocation = _allocations[(int)number];
        // What lies before the array wraps round to a large number.
        ulong offset = (address - allocation.Address) / sizeof(uint);
        if (address < allocation.Address || offset + (ulong)words > (ulong)allocation.Words.Length) return null;
        word = (int)offset;
        return allocation;
    }

    /// <summary>Where an address lies, for messages.</summary>
    public string Describe(ulong address)
    {
        ulong number = (address >> bits) - 1;
        if (number >= (ulong)_allocations.Count) return $"address 0x{address:x} is in no array of {name} memory";
        Allocation near = _allocations[(int)number];
        return $"byte {unchecked((long)(address - near.Address))} of '{near.Name}', which has {near.Words.LongLength * sizeof(uint)}";
    }
}
