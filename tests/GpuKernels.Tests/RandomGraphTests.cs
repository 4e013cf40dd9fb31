using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Small random graphs over all operations. Fewer than the CPU's kernels get: every kernel is compiled twice, by ILGPU and by the
/// device's own compiler.</summary>
public sealed class RandomGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Compute_what_the_reference_computes(int seed)
    {
        var random = new Random(seed);
        Check.Graphs([.. Enumerable.Range(0, 8).Select(i => RandomGraph.Create(random, $"Random{seed}_{i}"))], _ => 1500);
    }
}
