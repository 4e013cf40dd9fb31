using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Small random graphs over all operations: combinations that nobody thought of.</summary>
public sealed class RandomGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Compute_what_the_reference_computes(int seed)
    {
        var random = new Random(seed);
        Check.Graphs([.. Enumerable.Range(0, 20).Select(i => RandomGraph.Create(random, $"Random{seed}_{i}"))], _ => 1500);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Norms_and_moved_positions_compute_what_the_reference_computes(int seed)
    {
        var random = new Random(seed);
        Check.Graphs([.. Enumerable.Range(0, 20).Select(i => RandomGraph.CreateWithNorms(random, $"Random{seed}_{i}"))], _ => 1500);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Taps_show_what_the_reference_computes(int seed)
    {
        var random = new Random(seed);
        Check.Graphs([.. Enumerable.Range(0, 20).Select(i => RandomGraph.WithTaps(random,
            i % 4 == 0 ? RandomGraph.CreateSmall(random, $"Small{seed}_{i}") : RandomGraph.Create(random, $"Random{seed}_{i}")))],
            _ => 1500);
    }
}
