using System.Runtime.CompilerServices;
using Fusion.Kernels.Tests.Support.Ptx.Memory;

namespace Fusion.Kernels.Tests.Support.Ptx.Checks;

/// <summary>What is wrong with an access.</summary>
internal enum AccessFault
{
    None,
    Unwritten,
    AfterWrite,
    AfterRead,
    AfterEarlierRead,
}

/// <summary>
/// Whether a thread may use a word of memory now. Two threads of a group may use the same word, one of them writing, with a barrier
/// between; of one warp, too, since warps have run in step on no device since 2017. Threads of different groups of a launch may not.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="isShared">Whether each group has this memory for itself, and nothing in it when it begins.</param>
internal sealed class AccessCheck(AccessClock clock, bool isShared)
{
    /// <summary>More than one thread.</summary>
    public const int Many = -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AccessFault Read(ref MemoryCell cell, int thread, int line)
    {
        int now = clock.Now;
        int written = cell.WriteEpoch;
        if (written < (isShared ? clock.Group : AccessClock.Outside)) return AccessFault.Unwritten;
        if (IsConflict(written, cell.WriteThread, thread)) return AccessFault.AfterWrite;
        if (cell.ReadEpoch == now)
        {
            if (cell.ReadThread != thread) cell.ReadThread = Many;
            return AccessFault.None;
        }
        if (cell.ReadEpoch >= clock.Launch && cell.ReadEpoch < clock.Group)
        {
            cell.EarlierReadEpoch = cell.ReadEpoch;
            cell.EarlierReadLine = cell.ReadLine;
        }
        cell.ReadEpoch = now;
        cell.ReadThread = thread;
        cell.ReadLine = line;
        return AccessFault.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AccessFault Write(ref MemoryCell cell, int thread, int line)
    {
        if (IsConflict(cell.WriteEpoch, cell.WriteThread, thread)) return AccessFault.AfterWrite;
        if (IsConflict(cell.ReadEpoch, cell.ReadThread, thread)) return AccessFault.AfterRead;
        if (!isShared && cell.EarlierReadEpoch >= clock.Launch && cell.EarlierReadEpoch < clock.Group)
            return AccessFault.AfterEarlierRead;
        cell.WriteEpoch = clock.Now;
        cell.WriteThread = thread;
        cell.WriteLine = line;
        return AccessFault.None;
    }

    /// <summary>What is said of a fault.</summary>
    public static string Describe(AccessFault fault, in MemoryCell cell, int threadsOfGroup) => fault switch
    {
        AccessFault.Unwritten => "nobody has written this",
        AccessFault.AfterWrite => $"line {cell.WriteLine} writes the same, {Who(cell.WriteThread, threadsOfGroup)}",
        AccessFault.AfterRead => $"line {cell.ReadLine} reads the same, {Who(cell.ReadThread, threadsOfGroup)}",
        _ => $"line {cell.EarlierReadLine} reads the same, a thread of an earlier group",
    };

    private bool IsConflict(int epoch, int other, int thread) =>
        isShared ? epoch == clock.Now && other != thread
        : epoch >= clock.Launch && (epoch < clock.Group || (epoch == clock.Now && other != thread));

    private static string Who(int thread, int threadsOfGroup) =>
        thread == Many ? "several threads" : $"thread {thread % threadsOfGroup} of group {thread / threadsOfGroup}";
}
