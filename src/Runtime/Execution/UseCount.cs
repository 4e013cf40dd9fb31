namespace Fusion;

/// <summary>Counts the users of something that is disposed of while it may be in use: the last one out frees it.</summary>
internal struct UseCount()
{
    private const int Disposed = int.MinValue;

    /// <summary>Users, the owner included; the sign bit says that the owner has gone.</summary>
    private int _state = 1;

    /// <summary>Adds a user; false once the owner has gone.</summary>
    public bool TryEnter()
    {
        for (int state = Volatile.Read(ref _state); state >= 0;)
        {
            int found = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (found == state) return true;
            state = found;
        }
        return false;
    }

    /// <summary>Removes a user; true for the last one of a disposed object.</summary>
    public bool Leave() => Interlocked.Decrement(ref _state) == Disposed;

    /// <summary>Removes the owner; true where nobody else is left. A second call does nothing.</summary>
    public bool Dispose() => (Interlocked.Or(ref _state, Disposed) & Disposed) == 0 && Leave();
}
