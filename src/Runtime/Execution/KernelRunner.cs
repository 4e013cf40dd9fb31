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

    /// <summary>What the samples of a group are taken through: each alone, as far as the tail of the program; then all through the
    /// tail.</summary>
    private enum Pass
    {
        Whole,
        Head,
        Tail,
    }

    private NativeBuffer _memory = new(NativeBuffer.Alignment);
    private NativeBuffer? _scratch;
    private KernelArguments* _arguments;
    private int _argumentBytes;
    private ThreadTeam? _team;
    private int _index;
    private bool _hasLeft;

    private Pass _pass;
    private bool _skips;
    private SampleGroup _group;
    private float* _workspace;
    private int _sample;
    private int _samples = 1;
    private int _newSamples = 1;
    private long _tailFirst;

    private KernelWatch? _watch;
    private NetworkProfile? _profile;
    private int _variant;
    private int _measured = -1;
    private int _measuredRuns;
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
        if (_skips) return;
        if (_team is null)
        {
            if (_profile is not null) Measure(kernel);
            if (_samples > 1) RunSamples(code, 0, units * _samples);
            else code(_arguments, 0, units);
            _watch?.Invoke(kernel, _arguments);
        }
        else if (!_hasLeft)
        {
            StepTogether(_team, kernel, code, units);
        }
    }

    /// <summary>
    /// The beginning of the program's tail, through which the samples of a group go side by side; see <see cref="SampleGroup"/>. One sample
    /// alone goes on. In a group, each first comes as far as this, and what the tail needs of its workspace is kept.
    /// </summary>
    /// <param name="first">The first float of the workspace that the tail touches.</param>
    /// <param name="floats">How many floats.</param>
    /// <param name="keptFirst">The first float that it reads and the head has written.</param>
    /// <param name="keptFloats">How many floats.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void JoinSamples(long first, long floats, long keptFirst, long keptFloats)
    {
        if (_pass == Pass.Whole) return;
        if (floats > _group.Stride || keptFirst < first || keptFirst + keptFloats > first + floats)
            throw new InvalidOperationException($"The tail's {floats} floats do not fit into the {_group.Stride} of a sample.");
        _skips = _pass == Pass.Head;
        _tailFirst = first;
        if (_pass == Pass.Tail || _hasLeft) return;
        if (_team is null) Keep();
        else if (TryBegin(_team, 1, out long step) && _team.TryTake(step, 1, _index, out _, out _))
        {
            Keep();
            _team.Finish(1, FinishedUnits);
        }

        void Keep()
        {
            long bytes = keptFloats * sizeof(float);
            Buffer.MemoryCopy(_workspace + keptFirst, TailOf(_sample) + keptFirst - first, bytes, bytes);
        }
    }

    private void StepTogether(ThreadTeam team, int kernel, delegate*<KernelArguments*, int, int, void> code, int units)
    {
        units *= _samples;
        if (!TryBegin(team, units, out long step)) return;
        if (_profile is not null) Measure(kernel);
        int done = 0;
        while (team.TryTake(step, units, _index, out int first, out int last))
        {
            if (_samples > 1)
            {
                RunSamples(code, first, last);
            }
            else
            {
                _arguments->Continues = done > 0 ? 1 : 0;
                code(_arguments, first, last);
            }
            done += last - first;
        }
        if (done > 0) team.Finish(done, FinishedUnits);
    }

    /// <summary>Waits for the step before, and counts one of so many units; false where this participant should do no more.</summary>
    private bool TryBegin(ThreadTeam team, int units, out long step)
    {
        // The end of a step is waited for at the beginning of the next one: the end of the run needs to be waited for anyway.
        _hasLeft = !team.WaitFor(FinishedUnits, _index);
        step = NextStep;
        if (_hasLeft) return false;
        NextStep++;
        FinishedUnits += units;
        return true;
    }

    /// <summary>Runs work items of a group: the first unit of each sample, then the second of each, so that a unit's weights stay
    /// near.</summary>
    private void RunSamples(delegate*<KernelArguments*, int, int, void> code, int first, int last)
    {
        for (int item = first; item < last; item++)
        {
            int unit = item / _samples;
            KernelArguments* arguments = ArgumentsOf(item % _samples);
            arguments->Continues = 0;
            code(arguments, unit, unit + 1);
        }
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

    /// <summary>Runs the job's program on every sample, group after group.</summary>
    internal void Run(in Job job)
    {
        _group = job.Group;
        _newSamples = job.NewSamples;
        _workspace = job.Workspace;
        _argumentBytes = (BindingsOffset + job.BindingCount * sizeof(void*) + BindingsOffset - 1) / BindingsOffset * BindingsOffset;
        if (_memory.Bytes < (long)_group.Samples * _argumentBytes)
        {
            _memory.Dispose();
            _memory = new NativeBuffer((long)_group.Samples * _argumentBytes);
        }
        float* scratch = Scratch(job.ScratchFloats);
        for (int first = 0; first < job.Batch; first += _group.Samples)
        {
            int samples = Math.Min(_group.Samples, job.Batch - first);
            for (int i = 0; i < samples; i++) Bind(job, ArgumentsOf(i), first + i, scratch);
            RunGroup(job, samples);
        }
    }

    /// <summary>Samples one by one as far as the tail, then all through it.</summary>
    private void RunGroup(in Job job, int samples)
    {
        _pass = samples == 1 ? Pass.Whole : Pass.Head;
        _samples = 1;
        for (_sample = 0; _sample < samples; _sample++)
        {
            _arguments = ArgumentsOf(_sample);
            _skips = false;
            job.Program(this);
        }
        if (samples == 1) return;
        for (int i = 0; i < samples; i++) ArgumentsOf(i)->Workspace = TailOf(i) - _tailFirst;
        _pass = Pass.Tail;
        _samples = samples;
        job.Program(this);
    }

    private static void Bind(in Job job, KernelArguments* arguments, int sample, float* scratch)
    {
        arguments->Workspace = job.Workspace;
        arguments->Scratch = scratch;
        arguments->Continues = 0;
        arguments->Weights = job.Weights;
        arguments->Bindings = (void**)((byte*)arguments + BindingsOffset);
        arguments->Normalization = job.Normalization;
        long first = job.First + (long)sample * job.SamplesAtOnce;
        for (int i = 0; i < job.BindingCount; i++)
            arguments->Bindings[i] = (byte*)job.Bindings[i].Pointer + first * job.Bindings[i].BytesPerSample;
    }

    /// <summary>The arguments of a sample of the group.</summary>
    private KernelArguments* ArgumentsOf(int sample) => (KernelArguments*)((byte*)_memory.Pointer + sample * _argumentBytes);

    /// <summary>The memory that a sample of the group has for itself.</summary>
    private float* TailOf(int sample) => _workspace + _group.First + sample * _group.Stride;

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
        if (_measured >= 0) _profile!.Add(_variant, _measured, now - _since, _measuredRuns);
        _measured = kernel;
        _measuredRuns = _samples * _newSamples;
        _since = now;
    }
}
