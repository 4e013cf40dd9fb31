namespace Fusion.Gpu;

// For benchmarks.
public abstract unsafe partial class GpuNetwork
{
    /// <summary>Runs the kernels once, on what lies on the device from the run before, and says how long they took there.</summary>
    /// <param name="size">The index of the network's size.</param>
    /// <exception cref="GpuException">The device failed.</exception>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    internal TimeSpan Measure(int size)
    {
        if (!_users.TryEnter()) throw new ObjectDisposedException(Info.Name);
        try
        {
            lock (_gate) return _session.Measure(size);
        }
        finally
        {
            if (_users.Leave()) Free();
        }
    }
}
