using System.Buffers;
using System.ComponentModel;
using Fusion.Gpu.Execution;
using Fusion.Runtime;

namespace Fusion.Gpu;

// Runs on another thread.
public abstract unsafe partial class GpuNetwork
{
    /// <summary>Runs any number of samples on another thread. For generated code.</summary>
    /// <remarks>A run that has been accepted is finished, though the network is disposed of meanwhile.</remarks>
    /// <param name="variant">The index of the network's size.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="inputs">The inputs in order. They must stay as they are until the task has ended.</param>
    /// <param name="outputs">The outputs in order, which have their values when the task has ended.</param>
    /// <returns>Ends with the run; with a <see cref="GpuException"/> where the device failed.</returns>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    /// <exception cref="ArgumentException">An output lies where it must not.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task ExecuteAsync(int variant, int batch, ReadOnlyMemory<float>[] inputs, Memory<float>[] outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ReadOnlyMemory<float>[] tensors = [.. inputs, .. outputs];
        var handles = new MemoryHandle[tensors.Length];
        var bindings = new Binding[tensors.Length];
        try
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                handles[i] = tensors[i].Pin();
                bindings[i] = new Binding(handles[i].Pointer, (long)tensors[i].Length / batch * sizeof(float));
            }
            OverlapCheck.Check(Info.Variants[variant], bindings, batch, BatchSize);
            Enter();
        }
        catch
        {
            Unpin(handles);
            throw;
        }
        return Task.Run(() =>
        {
            try
            {
                RunEntered(variant, batch, bindings);
            }
            finally
            {
                Unpin(handles);
            }
        });
    }

    private static void Unpin(MemoryHandle[] handles)
    {
        foreach (MemoryHandle handle in handles) handle.Dispose();
    }
}
