namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>A GPU's kernels ask whether a position is inside instead of finding zeros around a value, and touch nothing behind
/// it.</summary>
internal sealed class GpuBufferRules(Graph graph) : IBufferRules
{
    /// <summary>A pixel's channels are read together.</summary>
    public int ChannelsBetween(Node node) => 0;

    public IReadOnlyList<Halo> FindHalos() => [.. graph.Nodes.Select(_ => Halo.None)];

    public bool StaysInside(Node node) => true;

    public bool CanReadInPlace(Node input) => true;

    public bool ReadsParametersInPlace => false;

    public long OffsetOf(string parameter, Shape shape) => throw new NotSupportedException("There are no training steps for GPUs.");
}
