using System.Runtime.CompilerServices;
using Fusion.Training.Tests.Sessions;

namespace Fusion.Training.Tests.Data;

/// <summary>Which samples come in which batch, and the threads that make them.</summary>
public class BatchesTests
{
    private static readonly Augmentation All = new() { Padding = 1, Height = 2, Width = 5, HorizontalFlip = true };

    [Theory]
    [InlineData(23, 5), InlineData(20, 5), InlineData(3, 8), InlineData(1, 1)]
    public void Every_sample_is_seen_once_in_each_epoch(int count, int size)
    {
        const int Epochs = 6;
        using var batches = new Batches(new NumberedSamples(count), size, seed: 3);
        var seen = new List<int>();
        while (seen.Count < Epochs * count) seen.AddRange(batches.Next().Indices);
        int[][] epochs = [.. Enumerable.Range(0, Epochs).Select(epoch => seen.Skip(epoch * count).Take(count).ToArray())];
        foreach (int[] epoch in epochs) Assert.Equal(Enumerable.Range(0, count), epoch.Order());
        if (count > 10) Assert.Equal(Epochs, epochs.Select(epoch => string.Join(' ', epoch)).Distinct().Count());
    }

    [Fact]
    public void The_order_is_the_same_on_every_machine()
    {
        // Computed apart from this, from the definitions of SplitMix64 and of the shuffle, in whole numbers.
        using var batches = new Batches(new NumberedSamples(10), 20, seed: 1);
        Assert.Equal([5, 2, 0, 7, 1, 6, 4, 8, 3, 9, 3, 7, 1, 0, 8, 6, 4, 2, 9, 5], batches.Next().Indices.ToArray());
    }

    [Fact]
    public void Any_number_of_threads_makes_the_same_batches()
    {
        float[][] expected = Values(threads: 1, from: 0, seed: 7);
        foreach (int threads in new[] { 2, 5 })
            Assert.Equal(expected, Values(threads, from: 0, seed: 7));
        Assert.NotEqual(expected, Values(threads: 1, from: 0, seed: 8));
    }

    [Fact]
    public void A_step_can_be_gone_to()
    {
        float[][] expected = Values(threads: 1, from: 0, seed: 7);
        Assert.Equal(expected[11..], Values(threads: 2, from: 11, seed: 7)[..^11]);
        using var batches = new Batches(new NumberedSamples(17), 4, 7, All, threads: 3);
        foreach (int step in new[] { 5, 0, 29, 29, 3 })
        {
            batches.Seek(step);
            Assert.Equal(step, batches.Step);
            Assert.Equal(expected[step], batches.Next().Values.ToArray());
            Assert.Equal(step + 1, batches.Step);
        }
    }

    [Fact]
    public void Values_and_labels_are_those_of_the_samples()
    {
        using var batches = new Batches(new NumberedSamples(17), 4, seed: 7);
        for (int step = 0; step < 10; step++)
        {
            Batch batch = batches.Next();
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(batch.Indices[i] % 10, batch.Labels[i]);
                for (int k = 0; k < 24; k++) Assert.Equal(1000 * batch.Indices[i] + k, batch.Values[24 * i + k]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_source_throws_comes_out_at_its_batch(int threads)
    {
        var source = new NumberedSamples(40);
        using var batches = new Batches(source, 4, seed: 1, threads: threads);
        var order = new List<int>();
        for (int step = 0; step < 10; step++) order.AddRange(batches.Next().Indices);
        source.Broken = order[22];
        batches.Seek(0);
        for (int step = 0; step < 5; step++) Assert.Equal(order.Skip(4 * step).Take(4), batches.Next().Indices.ToArray());
        for (int i = 0; i < 2; i++)
            Assert.Contains("is broken", Assert.Throws<InvalidDataException>(() => batches.Next()).Message);
        batches.Seek(6);
        Assert.Equal(order.Skip(24).Take(4), batches.Next().Indices.ToArray());
        source.Broken = -1;
        batches.Seek(5);
        Assert.Equal(order.Skip(20).Take(4), batches.Next().Indices.ToArray());
    }

    [Fact]
    public void Who_stops_early_leaves_no_thread_behind()
    {
        var source = new NumberedSamples(40);
        var batches = new Batches(source, 4, seed: 1, threads: 3);
        batches.Next();
        batches.Dispose();
        batches.Dispose();
        Assert.NotEmpty(source.Readers);
        Assert.DoesNotContain(source.Readers.Keys, thread => thread.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => batches.Next());
        Assert.Throws<ObjectDisposedException>(() => batches.Seek(0));
        var unused = new NumberedSamples(40);
        new Batches(unused, 4, seed: 1).Dispose();
        Assert.Empty(unused.Readers);
    }

    [Fact]
    public void Who_forgets_to_dispose_leaves_no_thread_behind_either()
    {
        var source = new NumberedSamples(40);
        Forget(source);
        for (int i = 0; i < 200 && source.Readers.Keys.Any(thread => thread.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }
        Assert.NotEmpty(source.Readers);
        Assert.DoesNotContain(source.Readers.Keys, thread => thread.IsAlive);
    }

    [Fact]
    public void Only_a_few_batches_are_made_ahead()
    {
        var source = new NumberedSamples(1000);
        using var batches = new Batches(source, 4, seed: 1, threads: 2);
        batches.Next();
        Thread.Sleep(200);
        Assert.InRange(source.Reads, 4, 4 * 4);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_batch()
    {
        var source = new CountingSamples();
        using var batches = new Batches(source, CountingSamples.Samples, seed: 1, All);
        for (int i = 0; i < 5; i++) batches.Next();
        Assert.Equal(0, Allocations.Least(() => batches.Next()));
        Assert.Equal(0, source.LeastPerBatch);
    }

    [Fact]
    public void A_resumed_training_sees_the_batches_that_it_would_have_seen()
    {
        var source = SampleSource.FromFloats(SessionTests.Images(20, 0), SessionTests.Labels(20, 0), 16, 16, 3);
        var augmentation = new Augmentation { Padding = 2, HorizontalFlip = true };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using AdamTraining whole = AdamTraining.Start(seed: 1);
            using var batches = new Batches(source, AdamTraining.BatchSize, seed: 1, augmentation);
            for (int i = 0; i < 3; i++) Step(whole, batches);
            whole.SaveCheckpoint(path);
            using AdamTraining resumed = AdamTraining.Resume(path);
            using var others = new Batches(source, AdamTraining.BatchSize, seed: 1, augmentation, threads: 2);
            others.Seek(resumed.StepCount);
            for (int i = 0; i < 5; i++) Assert.Equal(Step(whole, batches), Step(resumed, others));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var source = new NumberedSamples(5);
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new Batches(source, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => new Batches(source, 1, 1, threads: 0));
        Assert.Contains("A part of width 7 was asked for; the samples have 4, and 6 with their padding.",
            Assert.Throws<ArgumentException>(() => new Batches(source, 1, 1, new Augmentation { Width = 7, Padding = 1 })).Message);
        Assert.Throws<ArgumentException>(() => new Batches(source, 1, 1, new Augmentation { Height = -1 }));
        Assert.Throws<ArgumentException>(() => new Batches(source, 1, 1, new Augmentation { Padding = -1 }));
        using var batches = new Batches(source, 4, 1);
        Assert.Throws<ArgumentOutOfRangeException>("step", () => batches.Seek(-1));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => batches.Seek(long.MaxValue / 4));
        batches.Seek(long.MaxValue / 4 - 1);
        batches.Next();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(SampleSource source) => new Batches(source, 4, seed: 1, threads: 2).Next();

    private static AdamTraining.Loss Step(AdamTraining training, Batches batches)
    {
        Batch batch = batches.Next();
        return training.Step(batch.Values, batch.Labels, 1e-2f);
    }

    private static float[][] Values(int threads, long from, int seed)
    {
        using var batches = new Batches(new NumberedSamples(17), 4, seed, All, threads);
        batches.Seek(from);
        return [.. Enumerable.Range(0, 30).Select(_ => batches.Next().Values.ToArray())];
    }

    /// <summary>Counts what the thread that reads it allocates from one batch to the next.</summary>
    private sealed class CountingSamples() : SampleSource(3, 4, 2, new int[Samples])
    {
        public const int Samples = 7;
        private long _before = -1;
        private int _reads;

        public long LeastPerBatch { get; private set; } = long.MaxValue;

        public override void Read(int index, Span<float> values)
        {
            if (_reads++ % Samples != 0) return;
            long now = GC.GetAllocatedBytesForCurrentThread();
            // The first few are warm-up.
            if (_reads > 3 * Samples) LeastPerBatch = Math.Min(LeastPerBatch, now - _before);
            _before = now;
        }
    }
}
