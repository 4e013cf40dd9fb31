namespace Fusion.Compiler.Rewrite;

/// <summary>The kernel of a <see cref="LayerSum"/>, in which the kernels of all its branches lie; sizes are (T, H, W).</summary>
/// <param name="Dilation">Distances between taps: only branches with more than one tap in a direction have a say.</param>
/// <param name="Padding">That of the branch which has most.</param>
/// <param name="Kernel">Taps, so many that the branches' all have a place.</param>
public sealed record SumGrid(EquatableArray<int> Dilation, EquatableArray<int> Padding, EquatableArray<int> Kernel)
{
    public static SumGrid Of(IReadOnlyCollection<PackedConvolution> branches)
    {
        EquatableArray<int> dilation = Each(axis =>
            branches.Where(branch => branch.Kernel[axis] > 1).Select(branch => branch.Dilation[axis]).DefaultIfEmpty(1).First());
        EquatableArray<int> padding = Each(axis => branches.Max(branch => branch.Padding[axis]));
        var grid = new SumGrid(dilation, padding, [1, 1, 1]);
        return grid with { Kernel = Each(axis => branches.Max(branch => grid.First(branch, axis) + branch.Kernel[axis])) };
    }

    /// <summary>Whether every tap of a branch falls on one of the grid's.</summary>
    public bool Holds(PackedConvolution branch) => Enumerable.Range(0, 3).All(axis =>
        (branch.Kernel[axis] == 1 || branch.Dilation[axis] == Dilation[axis])
            && (Padding[axis] - branch.Padding[axis]) % Dilation[axis] == 0);

    /// <summary>For each tap of a branch, which one of the grid's it falls on.</summary>
    public IEnumerable<int> TapsOf(PackedConvolution branch)
    {
        for (int t = 0; t < branch.Kernel[0]; t++)
            for (int y = 0; y < branch.Kernel[1]; y++)
                for (int x = 0; x < branch.Kernel[2]; x++)
                    yield return ((First(branch, 0) + t) * Kernel[1] + First(branch, 1) + y) * Kernel[2] + First(branch, 2) + x;
    }

    /// <summary>Where the first tap of a branch lies: less padding means that it begins further inside.</summary>
    private int First(PackedConvolution branch, int axis) => (Padding[axis] - branch.Padding[axis]) / Dilation[axis];

    private static EquatableArray<int> Each(Func<int, int> size) => [size(0), size(1), size(2)];
}
