using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Runs that keep their workspace: nobody else writes to it until it is given back, and nobody reads it afterwards.</summary>
[Collection("threads")]
public sealed class TapTests
{
    private static readonly TensorLayout s_row = new(1, 1, ChainNetwork.Size, 1, 1, ChainNetwork.Size, ChainNetwork.Size);

    private readonly float[] _input = ChainNetwork.Input(), _output = new float[ChainNetwork.Size];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Values_stay_while_others_run(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        float[] expected = ChainNetwork.Expected(_input);
        using TapLease first = network.RunTapped(_input, _output);
        Assert.Equal(expected, _output);
        float[] other = [.. _input.Select(value => value + 1)], result = new float[ChainNetwork.Size];
        using TapLease second = network.RunTapped(other, result);
        Parallel.For(0, 4, _ => network.Run(other, new float[ChainNetwork.Size]));
        Assert.Equal(expected, first.View(0, s_row).ToArray());
        Assert.Equal(ChainNetwork.Expected(other), second.View(0, s_row).ToArray());
    }

    [Fact]
    public void A_lease_that_was_disposed_of_shows_nothing()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        TapLease lease = network.RunTapped(_input, _output);
        TapLease copy = lease;
        TensorView view = lease.View(0, s_row);
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.View(0, s_row).Height);
        Assert.Throws<ObjectDisposedException>(() => copy.View(0, s_row).Height);
        Assert.Throws<ObjectDisposedException>(() => lease.View(_input, 0, s_row).Height);
        AssertDisposed(view);
        // The next run has the same workspace: it is none of the first one's business.
        using TapLease next = network.RunTapped(_input, _output);
        AssertDisposed(view);
        copy.Dispose();
        lease.Dispose();
        Assert.Equal(_output, next.View(0, s_row).ToArray());
    }

    [Fact]
    public void What_was_never_leased_shows_nothing()
    {
        Assert.Throws<ObjectDisposedException>(() => default(TapLease).View(0, s_row).Height);
        AssertDisposed(default);
        default(TapLease).Dispose();
    }

    [Fact]
    public void A_network_that_is_disposed_of_lives_until_its_leases_end()
    {
        var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        TapLease lease = network.RunTapped(_input, _output);
        network.Dispose();
        Assert.Equal(ChainNetwork.Expected(_input), lease.View(0, s_row).ToArray());
        Assert.Throws<ObjectDisposedException>(() => network.RunTapped(_input, _output));
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.View(0, s_row).Height);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_allocates_nothing(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        for (int i = 0; i < 20; i++) network.RunTapped(_input, _output).Dispose();
        float sum = 0;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                using TapLease lease = network.RunTapped(_input, _output);
                sum += lease.View(0, s_row)[0, i][0];
            }
        }));
        Assert.NotEqual(0, sum);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_that_fails_gives_its_workspace_back(int threads)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = threads });
        Assert.Throws<InvalidTimeZoneException>(() => network.RunTappedFailing(_input, _output));
        ChainNetwork.TakeFailures();
        Assert.Equal(0, Network.RunsInProgress);
        using TapLease lease = network.RunTapped(_input, _output);
        Assert.Equal(ChainNetwork.Expected(_input), lease.View(0, s_row).ToArray());
    }

    [Fact]
    public void A_lease_is_no_run_in_progress()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        using TapLease lease = network.RunTapped(_input, _output);
        Assert.Equal(0, Network.RunsInProgress);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2 * ChainNetwork.Size)]
    [InlineData(ChainNetwork.Size - 1)]
    public void Takes_one_sample(int length)
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        string expected =
            $"{length} values were given; {ChainNetwork.Size} were expected, because a run with taps takes exactly one sample.";
        var input = Assert.Throws<ArgumentException>(() => network.RunTapped(new float[length], _output));
        Assert.StartsWith("input: " + expected, input.Message);
        var output = Assert.Throws<ArgumentException>(() => network.RunTapped(_input, new float[length]));
        Assert.StartsWith("output: " + expected, output.Message);
    }

    [Fact]
    public void Overlapping_memory_is_refused()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        Assert.Throws<ArgumentException>(() => network.RunTapped(_input, _input));
        network.RunTapped(_input, _output).Dispose();
    }

    /// <summary>A value of 2 frames, 3 rows and 2 columns with 2 channels, each row and frame with something behind it.</summary>
    [Fact]
    public void Views_know_their_strides()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        using TapLease lease = network.RunTapped(_input, _output);
        float[] memory = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        TensorView view = lease.View(memory, 10, new TensorLayout(2, 3, 2, 2, 3, 10, 40));
        Assert.Equal((2, 3, 2, 2, 24), (view.Frames, view.Height, view.Width, view.Channels, view.Elements));
        Assert.Equal(new TensorShape(2, 3, 2, 2), view.Shape);
        Assert.Equal(24, view.Shape.Elements);
        Assert.False(view.IsDense);
        Assert.Equal([33f, 34f], view[2, 1].ToArray());
        Assert.Equal([63f, 64f], view[1, 1, 1].ToArray());
        float[] values = [.. from t in new[] { 0, 40 } from y in new[] { 0, 10, 20 } from x in new[] { 10, 13 } from c in new[] { 0, 1 }
            select (float)(t + y + x + c)];
        Assert.Equal(values, view.ToArray());
        var room = new float[30];
        view.CopyTo(room);
        Assert.Equal([.. values, 0, 0, 0, 0, 0, 0], room);
        Assert.Contains("gaps", ThrowsFrom<InvalidOperationException>(view, view => view.AsSpan()));
        Assert.Contains(
            "24 values are copied, but there is room for 23.", ThrowsFrom<ArgumentException>(view, view => view.CopyTo(new float[23])));
        ThrowsFrom<ArgumentOutOfRangeException>(view, view => _ = view[3, 0]);
        ThrowsFrom<ArgumentOutOfRangeException>(view, view => _ = view[0, 2]);
        ThrowsFrom<ArgumentOutOfRangeException>(view, view => _ = view[-1, 0]);
        ThrowsFrom<ArgumentOutOfRangeException>(view, view => _ = view[2, 0, 0]);
    }

    [Fact]
    public void Dense_views_are_spans()
    {
        using var network = new ChainNetwork(new NetworkOptions { Threads = 1 });
        using TapLease lease = network.RunTapped(_input, _output);
        TensorView view = lease.View(0, new TensorLayout(1, 3, 5, 2, 2, 10, 30));
        Assert.True(view.IsDense);
        Assert.Equal(_output[..30], view.AsSpan().ToArray());
        Assert.Equal(_output[..30], view.ToArray());
        // Of one pixel, only the channels count.
        Assert.True(lease.View(0, new TensorLayout(1, 1, 1, 4, 99, 99, 99)).IsDense);
    }

    private delegate void Reading(TensorView view);

    private static string ThrowsFrom<T>(TensorView view, Reading read) where T : Exception
    {
        try
        {
            read(view);
        }
        catch (T exception)
        {
            return exception.Message;
        }
        throw new Xunit.Sdk.XunitException($"{typeof(T).Name} was expected.");
    }

    private static void AssertDisposed(TensorView view)
    {
        ThrowsFrom<ObjectDisposedException>(view, view => _ = view[0, 0]);
        ThrowsFrom<ObjectDisposedException>(view, view => view.AsSpan());
        ThrowsFrom<ObjectDisposedException>(view, view => view.ToArray());
        ThrowsFrom<ObjectDisposedException>(view, view => view.CopyTo(new float[ChainNetwork.Size]));
    }
}
