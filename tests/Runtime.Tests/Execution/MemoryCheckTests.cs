using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Which memory may be shared by the spans of a run.</summary>
public sealed unsafe class MemoryCheckTests
{
    private static readonly NetworkVariant s_variant = new(
        [new TensorInfo("x", [4]), new TensorInfo("y", [2])], [new TensorInfo("a", [4]), new TensorInfo("b", [8])], 0, 0, "", "", []);

    [Theory]
    // Side by side, in any order.
    [InlineData(0, 16, 32, 48, 0, 0)]
    [InlineData(80, 64, 40, 0, 0, 0)]
    [InlineData(16, 0, 32, 48, 0, 0)]
    // In place of an input, where the plan allows it; inputs may be one memory anyway.
    [InlineData(0, 16, 0, 48, 1, 0)]
    [InlineData(0, 0, 32, 48, 0, 0)]
    public void Memory_that_may_be(int x, int y, int a, int b, int forA, int forB) => Assert.Null(Check(1, x, y, a, b, forA, forB));

    [Theory]
    [InlineData(0, 16, 0, 48, 0, 0, "x and a overlap in memory: this network still reads x when it writes a, which needs memory")]
    [InlineData(0, 18, 15, 48, 2, 0, "x and a overlap in memory: this network still reads x when it writes a, which needs memory")]
    [InlineData(31, 60, 16, 80, 1, 0, "x and a overlap in memory: a may lie where x lies only from the same element on.")]
    [InlineData(16, 60, 31, 80, 1, 0, "x and a overlap in memory: a may lie where x lies only from the same element on.")]
    [InlineData(0, 16, 32, 47, 3, 3, "a and b overlap in memory: each output needs memory of its own.")]
    [InlineData(0, 55, 80, 24, 3, 1, "y and b overlap in memory: this network still reads y when it writes b, which needs memory")]
    public void Memory_that_may_not_be(int x, int y, int a, int b, int forA, int forB, string message) =>
        Assert.StartsWith(message, Check(1, x, y, a, b, forA, forB));

    [Fact]
    public void Larger_sample_may_not_be_written_over_the_next()
    {
        // b has 32 bytes a sample, x 16.
        Assert.Null(Check(1, 0, 900, 800, 0, 0, 1));
        Assert.StartsWith(
            "x and b overlap in memory: in a batch, b, with more bytes for each sample, would be written over samples of x",
            Check(2, 0, 900, 800, 0, 0, 1));
        Assert.Null(Check(2, 0, 900, 0, 800, 1, 0));
        // The second sample counts.
        Assert.Null(Check(2, 0, 900, 32, 800, 0, 0));
        Assert.NotNull(Check(2, 0, 900, 31, 800, 0, 0));
        Assert.Null(Check(1, 0, 900, 31, 800, 0, 0));
    }

    /// <summary>The message about four spans at these addresses; null where there is nothing to say.</summary>
    private static string? Check(int batch, int x, int y, int a, int b, int forA, int forB)
    {
        byte* memory = (byte*)4096;
        Binding[] bindings =
        [
            new Binding(memory + x, 16), new Binding(memory + y, 8), new Binding(memory + a, 16, (ulong)forA),
            new Binding(memory + b, 32, (ulong)forB),
        ];
        return Record.Exception(() => MemoryCheck.Check(s_variant, bindings, batch))?.Message;
    }
}
