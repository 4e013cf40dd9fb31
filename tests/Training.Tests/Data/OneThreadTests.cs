namespace Fusion.Training.Tests.Data;

/// <summary>Batches that are asked for by several threads, or kept for too long.</summary>
public sealed class OneThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Two_threads_that_ask_for_batches_end()
    {
        var source = SampleSource.FromFloats(new float[420], new[] { 0, 1, 2, 3 }, height: 7, width: 5, channels: 3);
        using var batches = new Batches(source, 3, seed: 1);
        var others = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                try
                {
                    batches.Next();
                }
                catch (InvalidOperationException)
                {
                }
                catch (Exception exception)
                {
                    lock (others) others.Add(exception);
                }
            }
        }) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) Assert.True(thread.Join(Patience), "A thread waits for ever.");
        Assert.Empty(others);
    }

    [Fact]
    public void Who_asks_while_another_thread_waits_is_told_so()
    {
        using var source = new SlowSamples();
        using var batches = new Batches(source, 2, seed: 1);
        Batch first = default;
        var waiting = new Thread(() => first = batches.Next()) { IsBackground = true };
        waiting.Start();
        Assert.True(source.IsRead.Wait(Patience));
        foreach (Action action in new Action[] { () => batches.Next(), () => batches.Seek(3) })
            Assert.Contains("another thread", Assert.Throws<InvalidOperationException>(action).Message);
        source.MayGoOn.Set();
        Assert.True(waiting.Join(Patience));
        Assert.Equal(2, first.Labels.Length);
        Assert.Equal(1, batches.Step);
        batches.Next();
        Assert.Equal(2, batches.Step);
    }

    [Fact]
    public void A_source_that_asks_for_batches_itself_is_told_so()
    {
        foreach (Action<Batches> asks in new Action<Batches>[] { batches => batches.Next(), batches => batches.Seek(0) })
            Assert.Throws<InvalidOperationException>(() => First(asks));
        Assert.Throws<ObjectDisposedException>(() => First(batches => batches.Dispose()));

        static void First(Action<Batches> asks)
        {
            var source = new AskingSamples();
            using var batches = new Batches(source, 2, seed: 1);
            source.Asks = () => asks(batches);
            batches.Next();
        }
    }

    [Fact]
    public void A_batch_that_is_kept_for_too_long_shows_no_other_samples()
    {
        var source = new NumberedSamples(40);
        using var batches = new Batches(source, 4, seed: 1);
        Batch kept = batches.Next();
        // Until the same memory is used again, and longer.
        for (int step = 0; step < 7; step++)
        {
            Batch next = batches.Next();
            AssertEnded(kept);
            Assert.Equal(1000 * next.Indices[0], next.Values[0]);
        }
        kept = batches.Next();
        batches.Seek(3);
        AssertEnded(kept);
        kept = batches.Next();
        source.Broken = 0;
        while (true)
        {
            Batch last = kept;
            try
            {
                kept = batches.Next();
            }
            catch (InvalidDataException)
            {
                AssertEnded(last);
                break;
            }
        }
        AssertEnded(default);
    }

    private static void AssertEnded(Batch batch)
    {
        Assert.Contains("memory of this one may hold other samples",
            Assert.Throws<ObjectDisposedException>(() => batch.Values.Length).Message);
        Assert.Throws<ObjectDisposedException>(() => batch.Labels.Length);
        Assert.Throws<ObjectDisposedException>(() => batch.Indices.Length);
        Assert.Throws<ObjectDisposedException>(() => batch.Part(0).Length);
    }

    private sealed class SlowSamples() : SampleSource(1, 1, 1, new int[8]), IDisposable
    {
        public ManualResetEventSlim IsRead { get; } = new();

        public ManualResetEventSlim MayGoOn { get; } = new();

        public void Dispose() => MayGoOn.Set();

        public override void Read(int index, Span<float> values)
        {
            IsRead.Set();
            MayGoOn.Wait();
        }
    }

    private sealed class AskingSamples() : SampleSource(1, 1, 1, new int[8])
    {
        public Action Asks { get; set; } = () => { };

        public override void Read(int index, Span<float> values) => Asks();
    }
}
