using System.Buffers.Binary;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Instructions;
using Fusion.Kernels.Tests.Support.Ptx.Memory;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>Runs a kernel, group after group; in a group warp after warp, each to the next barrier.</summary>
/// <param name="code">The kernel.</param>
/// <param name="machine">The memory.</param>
/// <param name="groupsX">Groups along the first dimension.</param>
/// <param name="groupsY">Groups along the second dimension.</param>
/// <param name="threads">Threads of a group.</param>
/// <param name="parameters">The kernel's parameters, as they lie in memory.</param>
internal sealed class Launch(PtxCode code, PtxMachine machine, int groupsX, int groupsY, int threads, byte[] parameters)
{
    private readonly AccessCheck _shared = new(machine.Clock, isShared: true);

    public int Threads => threads;

    public PtxMachine Machine => machine;

    public AddressSpace SharedSpace => code.Shared;

    public AccessCheck SharedCheck => _shared;

    /// <summary>A number of the memory of parameters.</summary>
    public uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(parameters.AsSpan(offset));

    public ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(parameters.AsSpan(offset));

    /// <summary>Runs all groups.</summary>
    /// <exception cref="PtxFault">The kernel does what it must not do.</exception>
    public void Run()
    {
        if (code.Kernel.MaxThreads != 0 && threads > code.Kernel.MaxThreads)
            throw new ArgumentException($"{code.Kernel.Name} has at most {code.Kernel.MaxThreads} threads; {threads} were asked for.");
        var warps = new Warp[(threads + RegisterLayout.Lanes - 1) / RegisterLayout.Lanes];
        for (int i = 0; i < warps.Length; i++) warps[i] = new Warp(code, this, i);
        machine.Clock.BeginLaunch();
        for (int group = 0; group < groupsX * groupsY; group++) RunGroup(warps, group);
    }

    /// <summary>The value of a special register.</summary>
    public uint Special(string name, int group, int thread) => (uint)(name switch
    {
        "%tid.x" => thread,
        "%ntid.x" => threads,
        "%ctaid.x" => group % groupsX,
        "%ctaid.y" => group / groupsX,
        "%nctaid.x" => groupsX,
        "%nctaid.y" => groupsY,
        "%laneid" => thread % RegisterLayout.Lanes,
        "%tid.y" or "%tid.z" or "%ctaid.z" => 0,
        _ => 1,
    });

    public PtxFault Fault(PtxFaultKind kind, PtxStatement statement, int thread, int group, string message) => new(kind,
        $"{code.Kernel.Name}, line {statement.Line} '{statement.Text}', thread {thread} of group {group} " +
        $"({group % groupsX}, {group / groupsX}): {message}");

    private void RunGroup(Warp[] warps, int group)
    {
        machine.Clock.BeginGroup();
        foreach (Warp warp in warps) warp.Begin(group);
        for (bool isRunning = true; isRunning;)
        {
            GroupBarrier? barrier = warps[0].Run();
            for (int i = 1; i < warps.Length; i++)
            {
                GroupBarrier? next = warps[i].Run();
                if (next == barrier) continue;
                throw Fault(PtxFaultKind.DivergentBarrier, (next ?? barrier)!.Source, warps[next is null ? 0 : i].FirstThreadInGroup, group,
                    next is null || barrier is null ? "other warps have ended" : $"other warps are at line {barrier.Source.Line}");
            }
            machine.Clock.Barrier();
            isRunning = barrier is not null;
        }
    }
}
