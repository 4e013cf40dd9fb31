using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

/// <summary>Which weights are kept in 16 bits, and where weights lie.</summary>
public sealed class StorageTests
{
    private static readonly ScheduleOptions s_narrow = new(Arithmetic.Fast, Tuning.None, WeightStorage.BFloat16);

    [Theory]
    [InlineData(1, 512, 512, 1, WeightStorage.BFloat16)]
    [InlineData(1, 512, 511, 1, WeightStorage.Float32)]
    [InlineData(3, 512, 57, 1, WeightStorage.BFloat16)]
    [InlineData(3, 512, 56, 1, WeightStorage.Float32)]
    [InlineData(1, 512, 1024, 2, WeightStorage.BFloat16)]
    [InlineData(1, 512, 1022, 2, WeightStorage.Float32)]
    [InlineData(3, 40000, 40000, 40000, WeightStorage.Float32)]
    public void Large_layers_are_narrow(int kernel, int inputs, int outputs, int groups, WeightStorage storage)
    {
        PackedConvolution convolution = Convolution(kernel, outputs, groups);
        Assert.Equal(storage, s_narrow.StorageOf(convolution, null, inputs));
        Assert.Equal(WeightStorage.Float32, ScheduleOptions.Default.StorageOf(convolution, null, inputs));
    }

    [Fact]
    public void Transformed_filters_count_their_points()
    {
        // 16 points in place of 9 taps.
        Assert.Equal(WeightStorage.BFloat16, s_narrow.StorageOf(Convolution(3, 32, 1), WinogradTransform.Two, 512));
        Assert.Equal(WeightStorage.Float32, s_narrow.StorageOf(Convolution(3, 31, 1), WinogradTransform.Two, 512));
        Assert.Equal(WeightStorage.Float32, s_narrow.StorageOf(Convolution(3, 512, 1), WinogradTransform.Four, 512));
    }

    [Fact]
    public void Weights_are_shared_by_what_packs_them_alike()
    {
        var layout = new WeightLayout(InstructionSet.Avx2);
        PackedConvolution convolution = Convolution(3, 20, 1);
        PackedWeights first = layout.Convolution(convolution, 8, (_, _) => 2);
        Assert.Equal(first, layout.Convolution(convolution with { Stride = [1, 2, 2], Padding = [0, 1, 1] }, 8, (_, _) => 1));
        Assert.Equal(first, layout.Convolution(convolution with { Dilation = [1, 2, 2], ScaledByGate = true }, 8, (_, _) => 1));
        Assert.NotEqual(first.Offset, layout.Convolution(convolution, 9, (_, _) => 2).Offset);
        Assert.NotEqual(first.Offset, layout.Winograd(convolution, WinogradTransform.Two, 8, (_, _) => 2).Offset);
        Assert.Equal(3, layout.Convolutions.Count());
        Assert.Equal(layout.Convolutions.OrderBy(weights => weights.Offset), layout.Convolutions);
    }

    [Theory]
    // 20 outputs are three vectors of eight.
    [InlineData(1, 1, 0, 3, 24)]
    [InlineData(2, 2, 1, 1, 24)]
    [InlineData(3, 3, 0, 1, 24)]
    [InlineData(8, 3, 0, 1, 24)]
    public void Last_panel_is_as_narrow_as_it_can_be(int wanted, int vectors, int tail, int full, int padded)
    {
        PackedWeights weights = new WeightLayout(InstructionSet.Avx2).Convolution(Convolution(1, 20, 1), 5, (_, _) => wanted);
        Assert.Equal((vectors, tail, full, padded), (weights.PanelVectors, weights.TailVectors, weights.FullPanelsPerGroup,
            weights.PaddedOutputs));
        Assert.Equal((full + Math.Min(tail, 1), 5, 5L * padded), (weights.Panels, weights.Depth, weights.Floats));
    }

    [Fact]
    public void Vectors_are_shared_by_name_and_size()
    {
        var layout = new WeightLayout(InstructionSet.Avx2);
        SlopeVector slopes = layout.Slopes(new PRelu("p"), 5);
        NormVectors norm = layout.Norm(new BatchNorm("n"), 17);
        Assert.Equal((0, 16, 48, 80), (slopes.Offset, norm.ScaleOffset, norm.ShiftOffset, layout.Floats));
        Assert.Same(slopes, layout.Slopes(new PRelu("p"), 5));
        Assert.NotSame(slopes, layout.Slopes(new PRelu("p"), 6));
        Assert.NotSame(slopes, layout.Slopes(new PRelu("q"), 5));
        Assert.Same(norm, layout.Norm(new BatchNorm("n"), 17));
        Assert.NotSame(norm, layout.Norm(new BatchNorm("m"), 17));
        Assert.Equal(5, layout.Vectors.Count);
    }

    private static PackedConvolution Convolution(int kernel, int outputs, int groups) => PackedConvolution.From(
        new Conv("a", outputs, [kernel, kernel], [1, 1], [1, 1], [0, 0], groups, true));
}
