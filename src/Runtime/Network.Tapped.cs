using System.ComponentModel;
using Fusion.Runtime;

namespace Fusion;

/// <content>Runs whose inner values are read afterwards.</content>
public abstract unsafe partial class Network
{
    /// <summary>Checks that a span holds one sample: a run with taps takes no batch, for which it would have to keep as many
    /// workspaces.</summary>
    /// <param name="length">The span's length.</param>
    /// <param name="perSample">The values in one sample.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static void CheckSample(int length, int perSample, string parameter)
    {
        if (length != perSample)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {perSample} were expected, because a run with taps takes exactly one sample.",
                parameter);
    }

    /// <summary>Runs a program on one sample, and keeps the workspace until its taps have been read.</summary>
    /// <param name="program">Calls <see cref="KernelRunner.Step"/> for each kernel.</param>
    /// <param name="variant">The index of the variant that the program belongs to.</param>
    /// <param name="workspaceFloats">The floats of workspace that it needs.</param>
    /// <param name="scratchFloats">The floats that each thread needs for itself.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order; pinned by the caller.</param>
    /// <param name="normalization">How the first input's bytes become floats; null where the inputs are floats.</param>
    /// <returns>The workspace, to be given back by disposing of it.</returns>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    /// <exception cref="ArgumentException">The normalization does not fit the input, or an output lies where it must not.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [CLSCompliant(false)]
    protected TapLease ExecuteTapped(
        delegate*<KernelRunner, void> program,
        int variant,
        long workspaceFloats,
        long scratchFloats,
        ReadOnlySpan<Binding> bindings,
        ImageNormalization? normalization = null)
    {
        MemoryCheck.Check(Info.Variants[variant], bindings, 1);
        if (!_users.TryEnter()) throw new ObjectDisposedException(Info.Name);
        Interlocked.Increment(ref _runs);
        Workspace? workspace = null;
        bool isKept = false;
        try
        {
            workspace = _workspaces.Rent(workspaceFloats * sizeof(float));
            workspace.Prepare();
            Execute(
                Job.OfOneSample(program), variant, scratchFloats, bindings, normalization, workspace, SampleGroup.One,
                Participants(variant));
            isKept = true;
            return new TapLease(this, workspace);
        }
        finally
        {
            Interlocked.Decrement(ref _runs);
            if (!isKept) EndTapped(workspace);
        }
    }

    /// <summary>Takes back the workspace of a run that was kept, or ends one that has none.</summary>
    internal void EndTapped(Workspace? workspace)
    {
        if (workspace is not null) _workspaces.Return(workspace);
        if (_users.Leave()) Free();
    }
}
