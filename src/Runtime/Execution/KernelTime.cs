namespace Fusion;

/// <summary>The time that one kernel has taken so far.</summary>
/// <param name="Variant">The index of the network's variant that the kernel belongs to.</param>
/// <param name="Kernel">The kernel's index in that variant.</param>
/// <param name="Name">The kernel's name.</param>
/// <param name="Count">How often it ran: once per sample; on a GPU once per launch, of a batch.</param>
/// <param name="Total">The time of all these runs, waiting for other threads included.</param>
public readonly record struct KernelTime(int Variant, int Kernel, string Name, long Count, TimeSpan Total)
{
    /// <summary>The time of one run.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Total / Count;
}
