using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

public sealed class ScratchTests
{
    [Theory]
    [InlineData(5, 7, 2, 2)]
    [InlineData(4, 7, 2, 1)]
    [InlineData(1, 7, 0, 0)]
    [InlineData(9, 3, 2, 2)]
    [InlineData(8, 4, 3, 3)]
    [InlineData(20, 1, 0, 0)]
    public void A_norm_keeps_zeros_for_the_neighbours_that_there_are(int size, int channels, int before, int after)
    {
        NormScratch scratch = NormScratch.Of(new LocalResponseNorm(size), channels);
        Assert.Equal(new NormScratch(16, before, after), scratch);
        Assert.Equal(before + 1 + after, scratch.Terms);
        Assert.Equal(before + 16 + after, scratch.Floats);
        Assert.Equal(new NormScratch(16, after, before), NormScratch.Mirrored(new LocalResponseNorm(size), channels));
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(16, 32)]
    [InlineData(17, 48)]
    public void A_softmax_keeps_whole_groups_of_lanes(int channels, long floats) => Assert.Equal(floats, SoftmaxScratch.Floats(channels));
}
