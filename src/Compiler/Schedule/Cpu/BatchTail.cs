namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// The last kernels of a network, where weights are large and values small: the linear layers of a classifier. On a batch, one sample after
/// the other runs through the kernels before, in one workspace; these run on a group of samples side by side, so that their weights come
/// from memory once for all. Each sample keeps what they need in memory of its own.
/// </summary>
/// <param name="First">The index of the first of them.</param>
/// <param name="Touched">The part of the workspace that they read and write.</param>
/// <param name="Kept">The part that holds what earlier kernels have left for them.</param>
public sealed record BatchTail(int First, FloatRange Touched, FloatRange Kept);

/// <summary>A part of the workspace, in floats.</summary>
public readonly record struct FloatRange(long From, long Floats)
{
    public static FloatRange Of(IReadOnlyCollection<Buffer> buffers)
    {
        if (buffers.Count == 0) return default;
        long from = buffers.Min(buffer => buffer.Offset);
        return new FloatRange(from, buffers.Max(buffer => buffer.Offset + buffer.Floats) - from);
    }
}
