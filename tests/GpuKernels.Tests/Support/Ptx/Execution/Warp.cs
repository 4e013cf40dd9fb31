using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Instructions;
using Fusion.Kernels.Tests.Support.Ptx.Memory;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>
/// 32 threads that go through the code together. Where a branch separates them, one part goes on to where they meet again, and then the
/// other: nothing depends on which is first, for no thread may use what another has written without a barrier between.
/// </summary>
internal sealed class Warp
{
    private const long MostSteps = 10_000_000;

    private readonly PtxCode _code;
    private readonly Launch _launch;
    private readonly uint[] _words;
    private readonly ulong[] _longs;
    private readonly List<(int At, int End, uint Lanes)> _ways = [];
    private readonly uint _all;
    private uint _living;
    private long _steps;

    /// <summary>What is in its registers before anything is written is no number, and an index far out of bounds.</summary>
    public Warp(PtxCode code, Launch launch, int number)
    {
        _code = code;
        _launch = launch;
        RegisterLayout registers = code.Registers;
        _words = new uint[registers.Words * RegisterLayout.Lanes];
        _longs = new ulong[registers.Longs * RegisterLayout.Lanes];
        Predicates = new uint[registers.Predicates];
        FirstThreadInGroup = number * RegisterLayout.Lanes;
        int lanes = Math.Min(RegisterLayout.Lanes, launch.Threads - FirstThreadInGroup);
        _all = lanes == RegisterLayout.Lanes ? uint.MaxValue : (1u << lanes) - 1;
        _words.AsSpan(0, registers.DeclaredWords * RegisterLayout.Lanes).Fill(Allocation.Poison);
        _longs.AsSpan(0, registers.DeclaredLongs * RegisterLayout.Lanes).Fill(ulong.MaxValue / 3 * 2);
        foreach ((uint value, int index) in registers.WordConstants) Word(index).Fill(value);
        foreach ((ulong value, int index) in registers.LongConstants)
            _longs.AsSpan(index * RegisterLayout.Lanes, RegisterLayout.Lanes).Fill(value);
    }

    public uint[] Predicates { get; }

    public Launch Launch => _launch;

    public int FirstThreadInGroup { get; }

    /// <summary>Counted through the launch.</summary>
    public int FirstThread { get; private set; }

    /// <summary>Begins at the kernel's first instruction, in a group.</summary>
    public void Begin(int group)
    {
        FirstThread = group * _launch.Threads + FirstThreadInGroup;
        foreach ((string name, int index) in _code.Registers.Special)
        {
            for (int lane = 0; lane < RegisterLayout.Lanes; lane++)
                Word(index)[lane] = _launch.Special(name, group, FirstThreadInGroup + lane);
        }
        _living = _all;
        _steps = 0;
        _ways.Clear();
        _ways.Add((0, -1, _all));
    }

    /// <summary>Whether the lanes are all that the warp has, and none has ended.</summary>
    public bool IsWhole(uint lanes) => lanes == uint.MaxValue;

    /// <summary>The registers with 32 or 64 bits, as numbers of a type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Bank<T>()
        where T : unmanaged =>
        ref Unsafe.SizeOf<T>() == sizeof(uint)
            ? ref Unsafe.As<uint, T>(ref MemoryMarshal.GetArrayDataReference(_words))
            : ref Unsafe.As<ulong, T>(ref MemoryMarshal.GetArrayDataReference(_longs));

    /// <summary>Goes on to the next barrier, or to the end.</summary>
    /// <returns>The barrier; null at the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GroupBarrier? Run()
    {
        Instruction[] code = _code.Code;
        while (_ways.Count > 0)
        {
            (int at, int end, uint lanes) = _ways[^1];
            _ways.RemoveAt(_ways.Count - 1);
            while (at != end && lanes != 0)
            {
                if (at == code.Length) throw Fault(PtxFaultKind.Endless, code[^1], lanes, "there is no ret behind this");
                Instruction one = code[at];
                uint active = lanes;
                if (one.Guard >= 0) active &= one.IsGuardNegated ? ~Predicates[one.Guard] : Predicates[one.Guard];
                if (++_steps > MostSteps) throw Fault(PtxFaultKind.Endless, one, lanes, $"after {_steps} instructions there is no end");
                if (!one.IsFlow)
                {
                    if (active != 0) one.Execute(this, active);
                    at++;
                    continue;
                }
                if (one is Branch branch)
                {
                    at = Follow(branch, at, ref end, ref lanes, active);
                }
                else if (one is Return)
                {
                    End(active);
                    lanes &= ~active;
                    at++;
                }
                else
                {
                    if (active != _all)
                        throw Fault(PtxFaultKind.DivergentBarrier, one, active, _living == _all
                            ? "only some of the warp's threads come to this barrier now" : "threads of this warp have ended");
                    _ways.Add((at + 1, end, lanes));
                    return (GroupBarrier)one;
                }
            }
        }
        return null;
    }

    /// <summary>What is thrown for a lane.</summary>
    public PtxFault Fault(PtxFaultKind kind, Instruction one, uint lanes, string message)
    {
        int thread = FirstThreadInGroup + BitOperations.TrailingZeroCount(lanes);
        return _launch.Fault(kind, one.Source, thread, FirstThread / _launch.Threads, message);
    }

    private int Follow(Branch branch, int at, ref int end, ref uint lanes, uint active)
    {
        if (active == 0) return at + 1;
        List<(int Target, uint Lanes)> parts = Parts(branch, active);
        if (active != lanes) parts.Add((at + 1, lanes & ~active));
        if (parts.Count == 1) return parts[0].Target;
        if (branch.IsUniform)
            throw Fault(PtxFaultKind.DivergentWarp, branch, active, ".uni says that all threads of the warp go the same way");
        int meeting = _code.Meetings[at];
        // Where the way ends at the same place, its end waits for both parts already.
        if (meeting != end) _ways.Add((meeting, end, lanes));
        foreach ((int target, uint part) in parts)
            if (target != meeting) _ways.Add((target, meeting, part));
        // The last is taken next.
        lanes = 0;
        return at;
    }

    /// <summary>Where a branch leads to, and which lanes.</summary>
    private List<(int Target, uint Lanes)> Parts(Branch branch, uint lanes)
    {
        if (branch.Index < 0) return [(branch.Targets[0], lanes)];
        var parts = new List<(int Target, uint Lanes)>();
        for (int i = 0; i < RegisterLayout.Lanes; i++)
        {
            if ((lanes >> i & 1) == 0) continue;
            uint index = _words[branch.Index + i];
            if (index >= branch.Targets.Count)
                throw Fault(PtxFaultKind.UndefinedOperand, branch, 1u << i, $"there is no target {index}");
            int known = parts.FindIndex(part => part.Target == branch.Targets[(int)index]);
            if (known < 0) parts.Add((branch.Targets[(int)index], 1u << i));
            else parts[known] = (parts[known].Target, parts[known].Lanes | 1u << i);
        }
        return parts;
    }

    private void End(uint lanes)
    {
        _living &= ~lanes;
        Span<(int At, int End, uint Lanes)> ways = CollectionsMarshal.AsSpan(_ways);
        foreach (ref var way in ways) way.Lanes &= ~lanes;
    }

    private Span<uint> Word(int index) => _words.AsSpan(index * RegisterLayout.Lanes, RegisterLayout.Lanes);
}
