using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Decides which convolutions run in Winograd's form on a GPU: one kernel for the inputs' transform, one product for all points,
/// one kernel for the results' transform.</summary>
public static class GpuWinograd
{
    /// <summary>Bytes of weights or transformed values that the device moves in a cycle.</summary>
    private const int BytesPerCycle = 1500;

    /// <summary>Cycles of one more kernel at the least, 1.5 µs.</summary>
    private const int CyclesOfKernel = 2600;

    /// <summary>The most input channels: longer sums are left to the direct form, which cuts its depth.</summary>
    private const int MostInputs = 2048;

    /// <summary>The transform for a convolution; null where the direct sum is quicker or nothing else is possible.</summary>
    /// <param name="samples">Samples that are computed at once.</param>
    /// <param name="arithmetic">What the network allows.</param>
    public static WinogradTransform? Choose(
        PackedConvolution convolution, Shape input, Shape output, long samples, Arithmetic arithmetic)
    {
        bool isPossible = arithmetic == Arithmetic.Fast && !convolution.IsDirect
            && convolution is { Groups: 1, ScaledByGate: false, IsUnstrided: true }
            && convolution.Kernel[0] == 1 && convolution.Kernel[1] == 3 && convolution.Kernel[2] == 3 && convolution.Padding[0] == 0
            && convolution.Dilation.All(step => step == 1)
            && input.Channels % 16 == 0 && output.Channels % 16 == 0 && input.Channels <= MostInputs;
        if (!isPossible) return null;
        double direct = GpuTileTable.Choose(
            output.Pixels * samples, output.Channels, 1, convolution.Taps * input.Channels, columns: 0, maySplit: true).Cycles
            + WeightCycles(convolution.Taps, input, output);
        var best = new[] { WinogradTransform.Two, WinogradTransform.Four }
            .Where(transform => IsWithinLimits(transform, input, output))
            .Select(transform => (Transform: transform, Cycles: Cycles(transform, input, output, samples)))
            .OrderBy(choice => choice.Cycles).FirstOrDefault();
        return best.Transform is not null && best.Cycles < direct ? best.Transform : null;
    }

    private static bool IsWithinLimits(WinogradTransform transform, Shape input, Shape output) =>
        (double)transform.Products * input.Channels * output.Channels <= Limits.Elements
        && (double)transform.Products * GpuWinogradTiles.Of(transform, output).PerSample * Math.Max(input.Channels, output.Channels)
            <= Limits.Elements;

    /// <summary>The product's cycles, and those in which what lies between the three kernels is written and read.</summary>
    private static double Cycles(WinogradTransform transform, Shape input, Shape output, long samples)
    {
        long tiles = GpuWinogradTiles.Of(transform, output).PerSample * samples;
        double product = GpuTileTable.Choose(
            tiles, output.Channels, transform.Products, input.Channels, columns: 0, maySplit: false).Cycles;
        double bytes = 2.0 * sizeof(float) * transform.Products * tiles * (input.Channels + output.Channels);
        return product + bytes / BytesPerCycle + 2 * CyclesOfKernel + WeightCycles(transform.Products, input, output);
    }

    /// <summary>Every weight is read once from the device's memory.</summary>
    private static double WeightCycles(int taps, Shape input, Shape output) =>
        (double)sizeof(float) * taps * input.Channels * output.Channels / BytesPerCycle;
}
