using Fusion.Gpu.Devices;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>What a session owns on its device.</summary>
/// <param name="stream">Where all of its work is enqueued.</param>
/// <param name="memory">Its memory.</param>
/// <param name="runs">A run of each of the network's sizes.</param>
internal sealed class SessionParts(AcceleratorStream stream, SessionMemory memory, IReadOnlyList<VariantRun> runs) : IDisposable
{
    public AcceleratorStream Stream => stream;

    public SessionMemory Memory => memory;

    public IReadOnlyList<VariantRun> Runs => runs;

    public void Dispose()
    {
        foreach (VariantRun run in runs) run.Dispose();
        memory.Dispose();
        Free(stream);
    }

    /// <summary>Frees a stream, unless its device was lost: that has freed it.</summary>
    public static void Free(AcceleratorStream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
        }
    }
}
