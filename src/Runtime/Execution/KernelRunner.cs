using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>Runs the steps of a program on one of the threads that take part in it. For generated code.</summary>
/// <remarks>
/// Every participant runs the whole program and does some of the units of each step; no step begins before every unit of the one before is
/// done. How units are shared has no influence on the result, because a unit never depends on another unit of its step.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class KernelRunner
{
    /// <summary>Where the pointers to inputs and outputs begin, behind the arguments.</summary>
    private const int BindingsOffset = 64;

    private NativeBuffer _memory = new(NativeBuffer.Alignment);
    private NativeBuffer? _scratch;
    private KernelArguments* _arguments;
    private ThreadTeam? _team;
    private int _index;
    private bool _hasLeft;

    private KernelWatch? _watch;
    private NetworkProfile? _profile;
    private int _variant;
    private int _measured = -1;
    private long _since;

    internal KernelRunner()
    {
    }

    /// <summary>The number of the next step, counted over all runs of the team.</summary>
    internal long NextStep { get; private set; }

    /// <summary>The units of the run up to the last step that this participant has seen.</summary>
    internal long FinishedUnits { get; private set; }

    /// <summary>Does this participant's part of the units [0, units) of a kernel, once every unit of the step before is done.</summary>
    /// <param name="kernel">The kernel's index in <see cref="NetworkVariant.Kernels"/>.</param>
    /// <param name="code">The kernel: arguments, first unit, unit after the last.</param>
    /// <param name="units">How many units there are.</param>
    // Not inlined: a program calls it once for each kernel, and would take longer to compile than all of its tiles.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [CLSCompliant(false)]
    public void Step(int kernel, delegate*<KernelArguments*, int, int, void> code, int units)
    {
        if (_team is null)
        {
            if (_profile is not null) Measure(kernel);
            code(_arguments, 0, units);
            _watch?.Invoke(kernel, _arguments);
        }
        else if (!_hasLeft)
        {
            StepTogether(_team, kernel, code, units);
        }
    }

    private void StepTogether(ThreadTeam team, int kernel, delegate*<KernelArguments*, int, int, void> code, int units)
    {
        // The end of a step is waited for at the beginning of the next one: the end of the run needs to be waited for anyway.
        if (!team.WaitFor(FinishedUnits, _index))
        {
            _hasLeft = true;
            return;
        }
        if (_profile is not null) Measure(kernel);
        long step = NextStep++;
        FinishedUnits += units;
        int done = 0;
        while (team.TryTake(step, units, _index, out int first, out int last))
        {
            _arguments->Continues = done > 0 ? 1 : 0;
            code(_arguments, first, last);
            done += last - first;
        }
        if (done > 0) team.Finish(done, FinishedUnits);
    }

    /// <summary>Says that the next program runs on this thread alone.</summary>
    internal void JoinNobody() => _team = null;

    /// <summary>Says that the next program runs as one of a team's participants.</summary>
    internal void Join(ThreadTeam team, int index, long step)
    {
        _team = team;
        _index = index;
        _hasLeft = false;
        NextStep = step;
        FinishedUnits = 0;
    }

    /// <summary>Has the kernels of the next runs looked at, where nobody takes part in them; null for no longer.</summary>
    internal void Watch(KernelWatch? watch) => _watch = watch;

    /// <summary>Asks for the time of each kernel, until <see cref="StopProfile"/>.</summary>
    internal void StartProfile(NetworkProfile profile, int variant)
    {
        _profile = profile;
        _variant = variant;
        _measured = -1;
    }

    internal void StopProfile()
    {
        Measure(-1);
        _profile = null;
    }

    /// <summary>Runs the job's program on every sample.</summary>
    internal void Run(in Job job)
    {
        if (_memory.Bytes < BindingsOffset + (long)job.BindingCount * sizeof(void*))
        {
            _memory.Dispose();
            _memory = new NativeBuffer(BindingsOffset + (long)job.BindingCount * sizeof(void*));
        }
        void** pointers = (void**)((byte*)_memory.Pointer + BindingsOffset);
        _arguments = (KernelArguments*)_memory.Pointer;
        _arguments->Workspace = job.Workspace;
        _arguments->Scratch = Scratch(job.ScratchFloats);
        _arguments->Continues = 0;
        _arguments->Weights = job.Weights;
        _arguments->Bindings = pointers;
        _arguments->Normalization = job.Normalization;
        for (int sample = 0; sample < job.Batch; sample++)
        {
            for (int i = 0; i < job.BindingCount; i++)
                pointers[i] = (byte*)job.Bindings[i].Pointer + sample * job.Bindings[i].BytesPerSample;
            job.Program(this);
        }
    }

    /// <summary>Frees the memory; the runner is not used any more.</summary>
    internal void Free()
    {
        _memory.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>This thread's own memory, as much as the largest network so far has asked for.</summary>
    private float* Scratch(long floats)
    {
        if (floats == 0) return null;
        if (_scratch is null || _scratch.Bytes < floats * sizeof(float))
        {
            _scratch?.Dispose();
            _scratch = new NativeBuffer(floats * sizeof(float));
        }
        float* scratch = (float*)_scratch.Pointer;
        if (Fusion.Workspace.IsPoisoned) for (long i = 0; i < floats; i++) scratch[i] = float.NaN;
        return scratch;
    }

    /// <summary>Books the time since the last call on the kernel that ran in it; waiting for other participants belongs to it.</summary>
    private void Measure(int kernel)
    {
        long now = Stopwatch.GetTimestamp();
        if (_measured >= 0) _profile!.Add(_variant, _measured, now - _since);
        _measured = kernel;
        _since = now;
    }
}
