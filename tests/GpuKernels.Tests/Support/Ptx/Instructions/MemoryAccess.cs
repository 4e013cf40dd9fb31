using System.Numerics;
using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Checks;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Memory;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>Loads from, and stores to, global or shared memory: one word, or two or four side by side.</summary>
/// <param name="isStore">Whether it stores.</param>
/// <param name="isShared">Whether it is shared memory.</param>
/// <param name="address">The register with the address.</param>
/// <param name="offset">Bytes that are added to it.</param>
/// <param name="registers">The registers that are stored, or loaded into.</param>
internal sealed class MemoryAccess(bool isStore, bool isShared, int address, long offset, int[] registers) : Instruction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        AddressSpace memory = isShared ? warp.Launch.SharedSpace : warp.Launch.Machine.Global;
        AccessCheck check = isShared ? warp.Launch.SharedCheck : warp.Launch.Machine.GlobalCheck;
        ref ulong addresses = ref Unsafe.Add(ref warp.Bank<ulong>(), address);
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            ulong place = unchecked(Unsafe.Add(ref addresses, lane) + (ulong)offset);
            if (place % (ulong)(registers.Length * sizeof(uint)) != 0)
                throw warp.Fault(PtxFaultKind.Misaligned, this, lanes, memory.Describe(place));
            Allocation found = memory.Find(place, registers.Length, out int word)
                ?? throw warp.Fault(PtxFaultKind.OutOfBounds, this, lanes, memory.Describe(place));
            if (isStore) Store(warp, lanes, found, word, check);
            else Load(warp, lanes, found, word, check);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(Warp warp, uint lanes, Allocation memory, int word, AccessCheck check)
    {
        int lane = BitOperations.TrailingZeroCount(lanes);
        ref uint words = ref Unsafe.Add(ref warp.Bank<uint>(), lane);
        for (int i = 0; i < registers.Length; i++)
        {
            AccessFault fault = check.Read(ref memory.Cells[word + i], warp.FirstThread + lane, Source.Line);
            if (fault != AccessFault.None) throw Conflict(fault, warp, lanes, memory, word + i);
            Unsafe.Add(ref words, registers[i]) = memory.Words[word + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(Warp warp, uint lanes, Allocation memory, int word, AccessCheck check)
    {
        int lane = BitOperations.TrailingZeroCount(lanes);
        ref uint words = ref Unsafe.Add(ref warp.Bank<uint>(), lane);
        for (int i = 0; i < registers.Length; i++)
        {
            AccessFault fault = check.Write(ref memory.Cells[word + i], warp.FirstThread + lane, Source.Line);
            if (fault != AccessFault.None) throw Conflict(fault, warp, lanes, memory, word + i);
            memory.Words[word + i] = Unsafe.Add(ref words, registers[i]);
        }
    }

    private PtxFault Conflict(AccessFault fault, Warp warp, uint lanes, Allocation memory, int word) =>
        warp.Fault(fault == AccessFault.Unwritten ? PtxFaultKind.Uninitialized : PtxFaultKind.Hazard, this, lanes,
            $"word {word} of '{memory.Name}': {AccessCheck.Describe(fault, memory.Cells[word], warp.Launch.Threads)}");
}

/// <summary>Loads one of the kernel's parameters, which all threads have in common.</summary>
internal sealed class LoadParameter(int to, int offset, bool isLong) : Instruction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Execute(Warp warp, uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            if (isLong) Unsafe.Add(ref warp.Bank<ulong>(), to + lane) = warp.Launch.Long(offset);
            else Unsafe.Add(ref warp.Bank<uint>(), to + lane) = warp.Launch.Word(offset);
        }
    }
}
