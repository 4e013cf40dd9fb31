using System.Diagnostics;

namespace Fusion.Tests.Execution;

/// <summary>The table of kernels and their times.</summary>
public sealed class NetworkProfileTests
{
    private static readonly string s_long = new('k', 81);

    private readonly NetworkProfile _profile = new(new NetworkInfo(
        "Net", [Variant("first", "second"), Variant(s_long, new string('l', 80))], []));

    [Fact]
    public void Times_are_added_for_each_kernel()
    {
        long second = Stopwatch.Frequency;
        _profile.Add(0, 1, 3 * second);
        _profile.Add(0, 1, second);
        _profile.Add(1, 0, second / 2);
        // No kernel of the network.
        _profile.Add(0, 2, second);
        _profile.Add(0, -1, second);
        Assert.Equal(
            [new KernelTime(0, 1, "second", 2, TimeSpan.FromSeconds(4)), new KernelTime(1, 0, s_long, 1, TimeSpan.FromSeconds(0.5))],
            _profile.Kernels);
        Assert.Equal(TimeSpan.FromSeconds(2), _profile.Kernels[0].Mean);
        Assert.Equal(TimeSpan.Zero, default(KernelTime).Mean);
        _profile.Reset();
        Assert.Empty(_profile.Kernels);
        _profile.Add(0, 1, second);
        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(_profile.Kernels).Total);
    }

    [Fact]
    public void Table_has_the_mean_and_the_share_of_each()
    {
        Assert.Equal("kernel       runs      us/run   share\n", _profile.ToString());
        _profile.Add(0, 0, 3 * Stopwatch.Frequency / 1000);
        _profile.Add(0, 0, 3 * Stopwatch.Frequency / 1000);
        _profile.Add(0, 1, 2 * Stopwatch.Frequency / 1000);
        Assert.Equal(
            "kernel       runs      us/run   share\n"
            + "first           2      3000.0   75.0%\n"
            + "second          1      2000.0   25.0%\n", _profile.ToString());
    }

    [Fact]
    public void Samples_that_go_side_by_side_are_runs()
    {
        _profile.Add(0, 0, 8 * Stopwatch.Frequency / 1000, 4);
        KernelTime first = Assert.Single(_profile.Kernels);
        Assert.Equal(4, first.Count);
        Assert.Equal(2, first.Mean.TotalMilliseconds, 6);
    }

    [Fact]
    public void Long_names_are_cut()
    {
        _profile.Add(1, 0, 1);
        _profile.Add(1, 1, 1);
        string[] lines = _profile.ToString().Split('\n');
        Assert.StartsWith(new string('k', 77) + "...  ", lines[1]);
        Assert.StartsWith(new string('l', 80) + "  ", lines[2]);
        Assert.StartsWith("kernel" + new string(' ', 74) + "       runs", lines[0]);
    }

    private static NetworkVariant Variant(params string[] kernels) => new([], [], 0, 0, "", "", kernels);
}
