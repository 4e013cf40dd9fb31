using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>What a project says about scheduling.</summary>
public sealed record ScheduleOptions(Arithmetic Arithmetic, Tuning Tuning, WeightStorage Weights = WeightStorage.Float32)
{
    public static ScheduleOptions Default { get; } = new(Arithmetic.Fast, Tuning.None);

    /// <summary>
    /// A convolution with fewer weights keeps them as floats: they stay in the second-level cache, where there is no traffic to save, and
    /// widening them costs 3 to 10 %. At 1 MiB of floats, as measured, BF16 begins to pay.
    /// </summary>
    public long LeastNarrowWeights { get; init; } = 256 * 1024;

    /// <summary>Whether it is a training step, which changes the weights.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Whether it is a block of samples, whose weights are those of single samples, too.</summary>
    public bool IsSampleBlock { get; init; }

    /// <summary>The instruction sets that get kernels, widest first.</summary>
    public EquatableArray<InstructionSet> Sets { get; init; } = InstructionSet.All.ToEquatableArray();

    /// <summary>How a convolution's weights are kept; the same for every instruction set, as bits depend on it.</summary>
    /// <param name="inputChannels">Of all groups.</param>
    public WeightStorage StorageOf(PackedConvolution convolution, WinogradTransform? transform, int inputChannels)
    {
        if (Weights == WeightStorage.Float32 || convolution.IsDepthwise(inputChannels)) return WeightStorage.Float32;
        // The way back from 4×4 results makes rounded weights' errors 6 times as large; from 2×2 it leaves them as they are.
        if (transform == WinogradTransform.Four) return WeightStorage.Float32;
        long weights = (long)(transform?.Products ?? convolution.Taps) * (inputChannels / convolution.Groups) * convolution.Outputs;
        return weights >= LeastNarrowWeights ? WeightStorage.BFloat16 : WeightStorage.Float32;
    }
}
