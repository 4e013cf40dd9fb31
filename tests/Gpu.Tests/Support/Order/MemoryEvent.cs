namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>What a thread does that others of its group can see: it loads from or stores to shared memory, or waits for them.</summary>
/// <param name="Text">The operation, the shared array, and the bits: <c>load 0/128</c>. Two events with the same text are the same.</param>
/// <param name="IsLoad">Whether it may change places with other loads.</param>
internal readonly record struct MemoryEvent(string Text, bool IsLoad)
{
    public static MemoryEvent Barrier { get; } = new("barrier", false);

    public static MemoryEvent Load(SharedArrays arrays, int bits) => new($"load {arrays}/{bits}", true);

    public static MemoryEvent Store(SharedArrays arrays, int bits) => new($"store {arrays}/{bits}", false);

    /// <summary>An instruction of inline assembly that reads or writes shared memory, or waits; null for one that does not.</summary>
    /// <param name="instruction">As it stands in PTX: <c>ldmatrix.sync.aligned.m8n8.x4.shared.b16 {…}, […]</c>.</param>
    public static MemoryEvent? Assembly(string instruction)
    {
        string name = instruction.Split((char[])[' ', '\t', ';'], 2, StringSplitOptions.RemoveEmptyEntries)[0];
        if (name.StartsWith("ldmatrix", StringComparison.Ordinal)) return new MemoryEvent(name, true);
        bool isOther = name.StartsWith("cp.async", StringComparison.Ordinal) || name.StartsWith("stmatrix", StringComparison.Ordinal);
        return isOther ? new MemoryEvent(name, false) : null;
    }

    public override string ToString() => Text;
}
