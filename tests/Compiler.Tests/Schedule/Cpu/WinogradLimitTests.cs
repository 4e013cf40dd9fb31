using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

/// <summary>Winograd's form multiplies the weights, and must not bring them, or a thread's memory, beyond what can be counted.</summary>
public sealed class WinogradLimitTests
{
    [Theory]
    [InlineData(14, 14, 64, 64, true)]
    // 16 · 1600 · 83,872 floats of transformed weights are just within the longest array; of 16 more outputs they are not.
    [InlineData(14, 14, 1600, 83_872, true)]
    [InlineData(14, 14, 1600, 83_888, false)]
    // A row of tiles is just within a thread's memory, 16 · 65,536 · 64 floats; one more tile is not.
    [InlineData(8, 131_072, 64, 64, true)]
    [InlineData(8, 131_074, 64, 64, false)]
    // The value with the zeros around it is just within the longest array; a row more is not.
    [InlineData(16_636, 2_008, 64, 64, true)]
    [InlineData(16_637, 2_008, 64, 64, false)]
    public void Nothing_grows_beyond_what_can_be_counted(int height, int width, int inputs, int outputs, bool isPossible)
    {
        var conv = new Conv("c", outputs, [3, 3], [1, 1], [1, 1], [1, 1], 1, false);
        WinogradTransform? found = WinogradPlanner.Choose(
            ScheduleOptions.Default, PackedConvolution.From(conv), Shape.Of(height, width, inputs), Shape.Of(height, width, outputs));
        Assert.Equal(isPossible, found is not null);
    }
}
