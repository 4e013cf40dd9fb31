namespace Fusion;

/// <summary>
/// What keeps the values of an opened file, outside of the garbage collector's heap: gone as soon as they are packed. Arrays would stay
/// until a collection, for which a program that only runs networks gives no reason.
/// </summary>
internal sealed class WeightMemory : IDisposable
{
    private readonly List<IDisposable> _parts = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Keeps a part until the values are not needed any more.</summary>
    public T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }

    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        foreach (IDisposable part in _parts) part.Dispose();
    }
}
