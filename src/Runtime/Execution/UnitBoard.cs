using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>
/// Says which units of the current step are taken. Every participant begins with its own share, fixed by the numbers alone, so that it
/// finds in its cache what it wrote in the step before; it takes half of what is left there at a time, and then helps the others in the
/// same way. So nobody is waited for but those who hold units: not a thread that is still waking up, nor one that the system has put aside.
/// </summary>
internal sealed class UnitBoard
{
    /// <summary>A share is taken in at most so many pieces.</summary>
    private const int MostPieces = 16;

    /// <summary>
    /// How long a share is left to an owner who is expected any moment: its cache has the inputs. A small step is done before anybody
    /// helps.
    /// </summary>
    private static readonly long _graceTicks = Stopwatch.Frequency * 2 / 1_000_000;

    private Slot[] _slots = [];

    /// <summary>Has room for that many participants. Only between runs.</summary>
    public void Grow(int participants)
    {
        if (_slots.Length < participants) Array.Resize(ref _slots, participants);
    }

    /// <summary>Says whether a participant takes part, so that others know whether to expect it.</summary>
    public void SetPresent(int index, bool isPresent) => Volatile.Write(ref _slots[index].IsPresent, isPresent ? 1 : 0);

    /// <summary>
    /// Takes units for a participant: its own or, where those are gone, somebody else's, if <paramref name="mayWait"/> after a moment in
    /// which the other may come for them. Steps are numbered over all runs: what was noted in an earlier step does not count. False where
    /// every unit is taken.
    /// </summary>
    public bool TryTake(long step, int units, int index, int participants, bool mayWait, out int first, out int last)
    {
        if (TryTake(ref _slots[index], step, Share(units, index, participants), Share(units, index + 1, participants), isOwner: true,
            out first, out last)) return true;
        for (int i = 1; i < participants; i++)
        {
            int other = index + i < participants ? index + i : index + i - participants;
            int begin = Share(units, other, participants), end = Share(units, other + 1, participants);
            if (begin == end) continue;
            ref Slot slot = ref _slots[other];
            if (mayWait) WaitForOwner(ref slot, step);
            if (TryTake(ref slot, step, begin, end, isOwner: false, out first, out last)) return true;
        }
        return false;
    }

    /// <summary>Where a participant's units begin.</summary>
    internal static int Share(int units, int index, int participants) => (int)(((long)units * index + participants - 1) / participants);

    private static bool TryTake(ref Slot slot, long step, int begin, int end, bool isOwner, out int first, out int last)
    {
        first = last = end;
        long count = end - begin;
        int pieces = (int)Math.Min(count, MostPieces);
        while (count > 0)
        {
            long found = Volatile.Read(ref slot.Taken);
            long foundStep = found >> 16;
            // A participant that comes late finds later notes: its step is done.
            if (foundStep > step) return false;
            int front = foundStep == step ? (int)(found >> 8) & 0xFF : 0;
            int back = foundStep == step ? (int)found & 0xFF : 0;
            int take = (pieces - front - back + 1) / 2;
            if (take == 0) return false;
            long taken = step << 16 | (long)(isOwner ? front + take : front) << 8 | (long)(isOwner ? back : back + take);
            if (Interlocked.CompareExchange(ref slot.Taken, taken, found) != found) continue;
            int piece = isOwner ? front : pieces - back - take;
            first = begin + (int)(count * piece / pieces);
            last = begin + (int)(count * (piece + take) / pieces);
            return true;
        }
        return false;
    }

    private static void WaitForOwner(ref Slot slot, long step)
    {
        long deadline = 0;
        while (Volatile.Read(ref slot.Taken) >> 16 < step && Volatile.Read(ref slot.IsPresent) != 0)
        {
            if (deadline == 0) deadline = Stopwatch.GetTimestamp() + _graceTicks;
            else if (Stopwatch.GetTimestamp() > deadline) return;
            Thread.SpinWait(1);
        }
    }

    /// <summary>One participant's share, on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Slot
    {
        /// <summary>The step's number, then in a byte each the pieces that the owner has taken from the front and others from the
        /// back.</summary>
        [FieldOffset(0)] public long Taken;
        [FieldOffset(8)] public int IsPresent;
    }
}
