namespace Fusion.Tests.Execution;

/// <summary>An interrupt that comes while a thread is at a gate is neither lost nor heeded there.</summary>
public sealed class GateTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_interrupt_ends_a_wait_and_is_delivered_behind_it()
    {
        var gate = new Gate();
        AssertKept(gate, passed =>
        {
            gate.Enter();
            gate.Wait();
            passed();
            gate.Leave();
        }, free: () => { });
    }

    [Fact]
    public void An_interrupt_does_not_end_the_wait_for_the_gate()
    {
        var gate = new Gate();
        gate.Enter();
        AssertKept(gate, passed =>
        {
            gate.Enter();
            passed();
            gate.Leave();
        }, free: gate.Leave);
    }

    [Fact]
    public void Without_an_interrupt_nothing_is_delivered()
    {
        var gate = new Gate();
        var thread = new Thread(() =>
        {
            gate.Enter();
            gate.Leave();
            Gate.DeliverInterrupt();
            Thread.Sleep(1);
        });
        thread.Start();
        Assert.True(thread.Join(s_long));
    }

    /// <param name="gate">The gate.</param>
    /// <param name="atGate">What a thread does that is interrupted as soon as it waits.</param>
    /// <param name="free">Ends what the interrupt must not end.</param>
    private static void AssertKept(Gate gate, Action<Action> atGate, Action free)
    {
        bool passed = false, delivered = false;
        var thread = new Thread(() =>
        {
            atGate(() => passed = true);
            try
            {
                Gate.DeliverInterrupt();
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                delivered = true;
            }
        });
        thread.IsBackground = true;
        thread.Start();
        // It waits at the gate: it does nothing else that takes long.
        Assert.True(SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, s_long));
        thread.Interrupt();
        free();
        Assert.True(thread.Join(TimeSpan.FromSeconds(20)), "The interrupt is lost.");
        Assert.True(passed);
        Assert.True(delivered);
    }
}
