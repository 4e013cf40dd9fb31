namespace Fusion.Samples.Gallery;

/// <summary>A 5×5 convolution of 192 channels to 32.</summary>
[FusedNetwork(28, 28, 192)]
public partial class WideFive
{
    [Conv(32, 5)]   Layer conv;
}

/// <summary>The same behind a 1×1 convolution to 16.</summary>
[FusedNetwork(28, 28, 192)]
public partial class NarrowFive
{
    [Conv(16, 1), Relu]   Layer reduce;
    [Conv(32, 5)]         Layer conv;
}

/// <summary>A 5×5 convolution of 256 channels to 64.</summary>
[FusedNetwork(28, 28, 256)]
public partial class WiderFive
{
    [Conv(64, 5)]   Layer conv;
}

/// <summary>The same behind a 1×1 convolution to 32.</summary>
[FusedNetwork(28, 28, 256)]
public partial class NarrowerFive
{
    [Conv(32, 1), Relu]   Layer reduce;
    [Conv(64, 5)]         Layer conv;
}

/// <summary>Squeeze-and-excitation alone.</summary>
[FusedNetwork(14, 14, 256)]
public partial class Gates256
{
    [SqueezeExcite(Reduction = 16, Bias = false)]   Layer se;
}

/// <summary>With more channels and fewer positions.</summary>
[FusedNetwork(7, 7, 1024)]
public partial class Gates1024
{
    [SqueezeExcite(Reduction = 8, Bias = false)]   Layer se;
}

/// <summary>What layers cost, by the formula and as the compiler counts it: constants of the generated classes, for which nothing is
/// run.</summary>
public static class CostTables
{
    public static Exhibit Exhibit { get; } = new(
        "costs", "what 1x1 bottlenecks save and squeeze-and-excitation costs, as the compiler states it",
        "a convolution has H·W·k²·C·O multiply-adds (120 M against 12.4 M, 321 M against 46.6 M), gates 2·C²/r and as many parameters",
        Show);

    private static void Show(Findings findings)
    {
        Count("5x5, 192 to 32, at 28x28: multiply-adds", 28 * 28 * 25 * 192 * 32, WideFive.MultiplyAdds);
        Count("through 16 channels", 28 * 28 * (192 * 16 + 25 * 16 * 32), NarrowFive.MultiplyAdds);
        Count("5x5, 256 to 64, at 28x28: multiply-adds", 28 * 28 * 25 * 256 * 64, WiderFive.MultiplyAdds);
        Count("through 32 channels", 28 * 28 * (256 * 32 + 25 * 32 * 64), NarrowerFive.MultiplyAdds);
        Count("their parameters", 256 * 32 + 32 + 25 * 32 * 64 + 64, NarrowerFive.ParameterCount);
        Count("gates of 256 channels, r = 16: parameters", 2 * 256 * 256 / 16, Gates256.ParameterCount);
        Count("multiply-adds", 2 * 256 * 256 / 16, Gates256.MultiplyAdds);
        Count("gates of 1024 channels, r = 8: parameters", 2 * 1024 * 1024 / 8, Gates1024.ParameterCount);
        Count("multiply-adds", 2 * 1024 * 1024 / 8, Gates1024.MultiplyAdds);

        void Count(string what, long formula, long stated) =>
            findings.Claim($"{what}: {Text.Count(formula)} by the formula, {Text.Count(stated)} as stated", formula == stated);
    }
}
