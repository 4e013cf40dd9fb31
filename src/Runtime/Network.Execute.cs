using Fusion.Runtime;

namespace Fusion;

/// <content>Runs: their workspaces and threads.</content>
public abstract unsafe partial class Network
{
    /// <summary>Runs a program on every sample of a batch.</summary>
    /// <param name="program">Calls <see cref="KernelRunner.Step"/> for each kernel.</param>
    /// <param name="variant">The index of the variant that the program belongs to.</param>
    /// <param name="workspaceFloats">The floats of workspace that it needs.</param>
    /// <param name="scratchFloats">The floats that each thread needs for itself.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order; pinned by the caller.</param>
    /// <param name="normalization">How the first input's bytes become floats; null where the inputs are floats.</param>
    /// <param name="tailFloats">What a sample keeps from <see cref="KernelRunner.JoinSamples"/> on; 0 where nothing calls that.</param>
    /// <param name="blocks">Programs that run several samples at once, the most first.</param>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    /// <exception cref="ArgumentException">The normalization does not fit the input, or an output lies where it must not.</exception>
    [CLSCompliant(false)]
    protected void Execute(
        delegate*<KernelRunner, void> program,
        int variant,
        long workspaceFloats,
        long scratchFloats,
        int batch,
        ReadOnlySpan<Binding> bindings,
        ImageNormalization? normalization = null,
        long tailFloats = 0,
        ReadOnlySpan<SampleBlock> blocks = default)
    {
        // A block writes results before it has read all of its samples.
        if (MemoryCheck.Check(Info.Variants[variant], bindings, batch)) blocks = default;
        if (!_users.TryEnter()) throw new ObjectDisposedException(Info.Name);
        Interlocked.Increment(ref _runs);
        try
        {
            int first = 0;
            foreach (SampleBlock block in blocks)
            {
                int count = (batch - first) / block.Samples;
                if (count == 0) continue;
                Execute(Job.Of(block.Program, first, block.Samples, count), variant, block, bindings, normalization);
                first += count * block.Samples;
            }
            int rest = batch - first;
            if (rest == 0) return;
            if (first > 0 && blocks[^1].PaysFor(rest))
            {
                // Together with the samples before, whose results do not change.
                Job last = Job.Of(blocks[^1].Program, batch - blocks[^1].Samples, blocks[^1].Samples, 1);
                last.NewSamples = rest;
                Execute(last, variant, blocks[^1], bindings, normalization);
                return;
            }
            Execute(Job.Of(program, first, 1, rest), variant, scratchFloats, bindings, normalization,
                SampleGroup.Of(rest, workspaceFloats, tailFloats));
        }
        finally
        {
            Interlocked.Decrement(ref _runs);
            if (_users.Leave()) Free();
        }
    }

    private void Execute(Job job, int variant, in SampleBlock block, ReadOnlySpan<Binding> bindings, ImageNormalization? normalization) =>
        Execute(job, variant, block.ScratchFloats, bindings, normalization, new SampleGroup(1, block.WorkspaceFloats, 0));

    /// <summary>Runs a job in a workspace of its own.</summary>
    private void Execute(
        Job job, int variant, long scratchFloats, ReadOnlySpan<Binding> bindings, ImageNormalization? normalization, SampleGroup group)
    {
        Workspace workspace = _workspaces.Rent(group.WorkspaceFloats * sizeof(float));
        try
        {
            workspace.Prepare();
            Execute(job, variant, scratchFloats, bindings, normalization, workspace, group, Participants(variant, job.SamplesAtOnce));
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    /// <summary>Runs a program once, on this thread, and looks at what each kernel leaves; within a use.</summary>
    internal void Watch(
        delegate*<KernelRunner, void> program, int variant, long workspaceFloats, long scratchFloats, ReadOnlySpan<Binding> bindings,
        KernelWatch watch)
    {
        Workspace workspace = _workspaces.Rent(workspaceFloats * sizeof(float));
        workspace.Runner.Watch(watch);
        try
        {
            Execute(Job.OfOneSample(program), variant, scratchFloats, bindings, null, workspace, SampleGroup.One, participants: 1);
        }
        finally
        {
            workspace.Runner.Watch(null);
            _workspaces.Return(workspace);
        }
    }

    private void Execute(
        Job job,
        int variant,
        long scratchFloats,
        ReadOnlySpan<Binding> bindings,
        ImageNormalization? normalization,
        Workspace workspace,
        SampleGroup group,
        int participants)
    {
        normalization?.Write(workspace.Normalization, Info.Variants[variant].Inputs[0].Channels);
        fixed (Binding* pointer = bindings)
        {
            job.Bindings = pointer;
            job.BindingCount = bindings.Length;
            job.Workspace = workspace.Pointer;
            job.Group = group;
            job.ScratchFloats = scratchFloats;
            job.Weights = (float*)_weights.Pointer;
            job.Normalization = normalization is null ? null : workspace.Normalization;
            if (Profile is not null) workspace.Runner.StartProfile(Profile, variant);
            if (participants > 1 && ThreadTeam.Process.TryEnter())
            {
                ThreadTeam.Process.Run(in job, workspace.Runner, participants);
            }
            else
            {
                workspace.Runner.JoinNobody();
                workspace.Runner.Run(in job);
            }
            if (Profile is not null) workspace.Runner.StopProfile();
        }
    }

    /// <summary>How many threads a run gets that takes so many samples at once.</summary>
    private int Participants(int variant, int samples = 1)
    {
        int threads = ParticipantsNow(Threads);
        if (!_chooseThreads) return threads;
        return (int)Math.Min(threads, 1 + samples * Info.Variants[variant].MultiplyAdds / MultiplyAddsPerThread);
    }

    /// <summary>How many threads a run of the largest size gets when nothing else runs.</summary>
    private int MostParticipants()
    {
        if (!_chooseThreads) return Threads;
        long most = 0;
        foreach (NetworkVariant variant in Info.Variants) most = Math.Max(most, variant.MultiplyAdds);
        return (int)Math.Min(Threads, 1 + most / MultiplyAddsPerThread);
    }
}
