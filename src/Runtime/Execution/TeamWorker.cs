using Fusion.Runtime;

namespace Fusion;

/// <summary>One thread of a team. A job is offered; whoever offers it may withdraw it as long as the thread has not begun.</summary>
internal sealed class TeamWorker
{
    private const int Nothing = 0, Offered = 1, Taken = 2;

    private readonly Gate _gate = new();
    private readonly ThreadTeam _team;
    private readonly int _index;
    private readonly KernelRunner _runner = new();
    private int _state;
    private int _isAsleep;

    public TeamWorker(ThreadTeam team, int index)
    {
        _team = team;
        _index = index;
        var thread = new Thread(Loop) { IsBackground = true, Name = $"Fusion {index}" };
        thread.UnsafeStart();
    }

    public bool IsAsleep => Volatile.Read(ref _isAsleep) != 0;

    public bool IsBusy => Volatile.Read(ref _state) != Nothing;

    /// <summary>The number of the step after the last one that this worker has seen. Only between jobs.</summary>
    public long NextStep => _runner.NextStep;

    public void Offer()
    {
        Interlocked.Exchange(ref _state, Offered);
        if (IsAsleep) _gate.PulseAll();
    }

    /// <summary>Takes an offer back; false where the thread has begun already.</summary>
    public bool Withdraw() => Interlocked.CompareExchange(ref _state, Nothing, Offered) != Taken;

    private void Loop()
    {
        while (true)
        {
            WaitForOffer();
            if (Interlocked.CompareExchange(ref _state, Taken, Offered) != Offered) continue;
            _team.RunShare(_runner, _index);
            Interlocked.Exchange(ref _state, Nothing);
            _team.Wake();
        }
    }

    private void WaitForOffer()
    {
        long deadline = 0;
        while (Volatile.Read(ref _state) != Offered)
            if (!_team.Spin(ref deadline)) break;
        if (Volatile.Read(ref _state) == Offered) return;
        _gate.Enter();
        Interlocked.Exchange(ref _isAsleep, 1);
        while (Volatile.Read(ref _state) != Offered) _gate.Wait();
        _isAsleep = 0;
        _gate.Leave();
    }
}
