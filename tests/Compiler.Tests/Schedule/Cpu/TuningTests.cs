using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

/// <summary>Tuning files: what they say, what is wrong in them, and that the scheduler does what they say.</summary>
public sealed class TuningTests
{
    private const string Pointwise = "1×1 64→256 at 28×28";
    private const string Square = "3×3 64→64 at 28×28";

    [Fact]
    public void Text_survives_a_round_trip()
    {
        const string text =
            "# a comment\n3×3 64→64 at 28×28 | * | winograd=2\n1×1 64→256 at 28×28 | * | blocks=4\n1×1 64→256 at 28×28 | Avx2 | " +
            "vectors=3 pixels=4 ahead=0\n";
        var (tuning, mistakes) = TuningFile.Parse(text);
        Assert.Empty(mistakes);
        Assert.Equal(3, tuning.Layers.Count);
        Assert.Equal(text, TuningFile.Print(tuning, ["a comment"]));
        Assert.Equal(tuning, TuningFile.Parse(text.Replace("\n", "\r\n")).Tuning);
    }

    [Theory]
    [InlineData("1×1 | Avx2", "2 parts were found; three were expected: layer | instruction set | choices")]
    [InlineData("1×1 | Avx3 | vectors=2", "'Avx3' is no instruction set; Avx512, Avx2, Portable or * was expected")]
    [InlineData("1×1 | Avx2 | vectors=two", "'vectors=two' was found; name=number was expected")]
    [InlineData("1×1 | Avx2 | vectors=-1", "'vectors=-1' was found; name=number was expected")]
    [InlineData("1×1 | Avx2 | vectors=99999999999", "'vectors=99999999999' was found; name=number was expected")]
    [InlineData("1×1 | Avx2 | vectors=0", "vectors=0 was found; at least 1 was expected")]
    [InlineData("1×1 | Avx2 | width=2", "'width' is no choice; winograd, blocks, vectors, pixels, ahead were expected")]
    [InlineData("3×3 | * | winograd=3", "winograd=3 was found; 0, 2 or 4 was expected")]
    [InlineData("3×3 | Avx2 | winograd=4",
        "winograd decides about bits, and stands in a line for every instruction set: '*' was expected in place of 'Avx2'")]
    [InlineData("3×3 | * | vectors=4", "vectors stands in a line for one instruction set")]
    public void Mistakes_are_named_and_the_other_lines_are_read(string line, string message)
    {
        var (tuning, mistakes) = TuningFile.Parse($"# first\n{line}\n{Pointwise} | Avx2 | vectors=1\n");
        Assert.Equal(new TuningMistake(1, message), Assert.Single(mistakes));
        Assert.Equal(Pointwise, Assert.Single(tuning.Layers).Layer);
    }

    [Fact]
    public void Scheduler_does_as_it_is_told()
    {
        var untuned = (ConvolutionPlan)Plan(Conv(256, 1), InstructionSet.Avx2, "");
        var tuned = (ConvolutionPlan)Plan(Conv(256, 1), InstructionSet.Avx2,
            $"{Pointwise} | * | blocks=4\n{Pointwise} | Avx2 | vectors=1 pixels=5 ahead=256\n");
        Assert.Equal((4, 1, 5, 256),
            (tuned.Blocking.Blocks, tuned.Weights.PanelVectors, tuned.Blocking.Split.Large, tuned.Prefetching.Ahead));
        Assert.NotEqual((4, 1, 5, 256),
            (untuned.Blocking.Blocks, untuned.Weights.PanelVectors, untuned.Blocking.Split.Large, untuned.Prefetching.Ahead));
        // A line for one instruction set says nothing about another.
        var other = (ConvolutionPlan)Plan(Conv(256, 1), InstructionSet.Avx512, $"{Pointwise} | Avx2 | vectors=1 pixels=5 ahead=256\n");
        Assert.Equal(Plan(Conv(256, 1), InstructionSet.Avx512, "").TileText, other.TileText);
    }

    [Fact]
    public void Form_of_a_convolution_can_be_chosen()
    {
        Assert.Equal(WinogradTransform.Two,
            Assert.IsType<WinogradPlan>(Plan(Conv(64, 3), InstructionSet.Avx2, $"{Square} | * | winograd=2")).Transform);
        Assert.Equal(WinogradTransform.Four,
            Assert.IsType<WinogradPlan>(Plan(Conv(64, 3), InstructionSet.Portable, $"{Square} | * | winograd=4")).Transform);
        Assert.IsType<ConvolutionPlan>(Plan(Conv(64, 3), InstructionSet.Avx2, $"{Square} | * | winograd=0"));
        // Where there is no such form, the choice is nobody's.
        Assert.IsType<ConvolutionPlan>(Plan(Conv(256, 1), InstructionSet.Avx2, $"{Pointwise} | * | winograd=4"));
    }

    [Fact]
    public void Too_much_is_cut_to_what_fits()
    {
        var tuned = (ConvolutionPlan)Plan(Conv(256, 1), InstructionSet.Avx2,
            $"{Pointwise} | * | blocks=1000000\n{Pointwise} | Avx2 | vectors=1000 pixels=1000\n");
        Assert.True(tuned.Weights.PanelVectors <= 8);
        Assert.Equal(TileTable.MostPixelsOf(InstructionSet.Avx2, tuned.Weights.PanelVectors), tuned.Blocking.Split.Large);
        Assert.Equal(784, tuned.Blocking.Blocks * tuned.Blocking.Row);
    }

    private static CpuKernelPlan Plan(Graph graph, InstructionSet set, string text)
    {
        var (tuning, mistakes) = TuningFile.Parse(text);
        Assert.Empty(mistakes);
        return Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set),
            new ScheduleOptions(Compiler.Arithmetic.Fast, tuning))
            .Kernels.Single(kernel => kernel is ConvolutionPlan or WinogradPlan);
    }

    private static Graph Conv(int outputs, int kernel)
    {
        var builder = new GraphBuilder("Conv");
        int x = builder.Input("x", 28, 28, 64);
        builder.Output("y", builder.Add(new Conv("conv", outputs, [kernel, kernel], [1, 1], [1, 1], [kernel / 2, kernel / 2], 1, true), [x],
            "conv"));
        return builder.Build();
    }
}
