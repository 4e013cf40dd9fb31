namespace Fusion;

/// <summary>
/// A monitor that an interrupt does not break out of: a run must not end while workers still use its memory. The interrupt is kept, and
/// delivered by <see cref="DeliverInterrupt"/>.
/// </summary>
internal sealed class Gate
{
    [ThreadStatic]
    private static bool _isInterrupted;

    public void Enter()
    {
        while (true)
        {
            try
            {
                Monitor.Enter(this);
                return;
            }
            catch (ThreadInterruptedException)
            {
                _isInterrupted = true;
            }
        }
    }

    public void Leave() => Monitor.Exit(this);

    /// <summary>Waits for a pulse, an interrupt, or nothing at all: the caller looks at its condition again. Only between Enter and
    /// Leave.</summary>
    public void Wait()
    {
        try
        {
            Monitor.Wait(this);
        }
        catch (ThreadInterruptedException)
        {
            _isInterrupted = true;
        }
    }

    public void PulseAll()
    {
        Enter();
        Monitor.PulseAll(this);
        Leave();
    }

    public static void DeliverInterrupt()
    {
        if (!_isInterrupted) return;
        _isInterrupted = false;
        Thread.CurrentThread.Interrupt();
    }
}
