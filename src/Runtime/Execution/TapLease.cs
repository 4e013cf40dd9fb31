using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>Keeps the workspace of a run from other runs until its taps have been read. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TapLease : IDisposable
{
    private readonly Network? _network;
    private readonly Workspace? _workspace;
    private readonly long _run;

    internal TapLease(Network network, Workspace workspace)
    {
        _network = network;
        _workspace = workspace;
        _run = workspace.Run;
    }

    /// <summary>A value in the workspace.</summary>
    /// <param name="offset">Floats from the workspace's beginning to the value's.</param>
    /// <param name="layout">How it lies there.</param>
    /// <exception cref="ObjectDisposedException">The lease has been disposed of.</exception>
    public unsafe TensorView View(long offset, TensorLayout layout)
    {
        Workspace.CheckRun(_workspace, _run);
        return new TensorView(new ReadOnlySpan<float>(_workspace!.Pointer + offset, layout.Extent), layout, _workspace, _run);
    }

    /// <summary>A value in the caller's memory.</summary>
    /// <param name="memory">An input or a result of the network.</param>
    /// <param name="offset">Floats from its beginning to the value's.</param>
    /// <param name="layout">How it lies there.</param>
    /// <exception cref="ObjectDisposedException">The lease has been disposed of.</exception>
    public TensorView View(ReadOnlySpan<float> memory, int offset, TensorLayout layout)
    {
        Workspace.CheckRun(_workspace, _run);
        return new TensorView(memory.Slice(offset, layout.Extent), layout, _workspace!, _run);
    }

    /// <summary>Gives the workspace back; a second time does nothing.</summary>
    public void Dispose()
    {
        if (_workspace is not null && _workspace.EndRun(_run)) _network!.EndTapped(_workspace);
    }
}
