using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Machine = Fusion.Compiler.Schedule.Cpu.InstructionSet;
using Steps = Fusion.Kernels.Tests.Support.TrainingStep;

namespace Fusion.Kernels.Tests;

/// <summary>A layer of one tap and its mean squared error in one sweep: an alignment.</summary>
public sealed class ErrorSweepTests
{
    [Fact]
    public void Everything_that_an_alignment_asks_for() => Steps.Check(
        Step("Usual", ["x"], [], [10, 12, 16], 48),
        Step("Odd", ["x"], [], [7, 9, 5], 7),
        Step("OneChannel", ["x"], [], [4, 7, 1], 1),
        Step("Vectors", ["x"], [], [17], 35),
        Step("Signal", ["x"], [], [90, 18], 20),
        Step("ManyPixels", ["x"], [], [56, 60, 8], 16),
        Step("ManyChannels", ["x"], [], [4, 6, 40], 700));

    [Fact]
    public void Parts_of_it() => Steps.Check(
        Steps.Losses(Connector("Forward", [6, 7, 20], 33), Error(33, 6, 7)),
        Step("WithoutInputs", [], [], [6, 7, 20], 33),
        Step("FrozenBias", ["x"], ["c.bias"], [6, 7, 20], 33),
        Step("FrozenWeights", ["x"], ["c.weight"], [6, 7, 20], 33),
        Step("Frozen", ["x"], ["c"], [6, 7, 20], 33));

    /// <summary>Inside a student: what is aligned has zeros around it, and gradients from elsewhere; or is a slice of a value.</summary>
    [Fact]
    public void Within_a_network() => Steps.Check(
        Steps.ForLosses(Student("Student", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 8, 10, 3), 12, 3));
            g.Tap("features", g.Add(Pointwise(20), x));
            return g.Conv(x, 6, 3);
        }), ["x"], [], Error(20, 8, 10), Result(6, 8, 10)),
        Steps.ForLosses(Student("Sliced", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 6, 4, 3), 12, 3));
            g.Tap("features", g.Add(Pointwise(20), g.Slice(x, 3, 7)));
            return g.Conv(x, 6, 1);
        }), ["x"], [], Error(20, 6, 4), Result(6, 6, 4)));

    [Fact]
    public void Nothing_as_large_as_the_teachers_features_is_written()
    {
        Graph step = Step("Large", ["x"], [], [28, 28, 64], 256);
        CpuPlan plan = Plan(step);
        long large = Steps.Samples * 28L * 28 * 256;
        Assert.Single(plan.Kernels.OfType<ErrorSweepPlan>());
        Assert.DoesNotContain(plan.Kernels.SelectMany(kernel => kernel.Writes), view => view.Buffer.Floats >= large);
        Assert.True(plan.WorkspaceFloats < large, $"The workspace has {plan.WorkspaceFloats} floats.");
        // Beside the block of 112 pixels, its pointer and slack.
        Assert.InRange(plan.ScratchFloats, 112 * 256, 112 * 256 + 1000);
        Assert.Contains("in one sweep over blocks of 112: the loss, the input's gradient, the weights', the bias'",
            plan.Kernels.OfType<ErrorSweepPlan>().Single().Title);
    }

    /// <summary>Not even where vectors would reach past the end of the caller's memory.</summary>
    [Fact]
    public void Nothing_as_large_is_copied()
    {
        CpuPlan plan = Plan(Step("Odd", ["x"], [], [28, 28, 30], 250));
        long large = Steps.Samples * 28L * 28 * 250;
        Assert.DoesNotContain(plan.Kernels.SelectMany(kernel => kernel.Writes), view => view.Buffer.Floats >= large);
        Assert.True(plan.WorkspaceFloats < large, $"The workspace has {plan.WorkspaceFloats} floats.");
    }

    /// <summary>So that the tests above could fail.</summary>
    [Fact]
    public void Without_the_pass_it_is_written()
    {
        Graph step = Step("Large", ["x"], [], [28, 28, 64], 256);
        foreach (IRewritePass pass in RewritePipeline.TrainingPasses.Where(pass => pass is not FuseErrorSweeps))
        {
            var editor = new GraphEditor(step);
            pass.Apply(editor, new FusionNotes());
            step = editor.Build();
        }
        Assert.Contains(Schedule(step, Machine.Avx512).Kernels.SelectMany(kernel => kernel.Writes),
            view => view.Buffer.Floats >= Steps.Samples * 28L * 28 * 256);
    }

    /// <summary>The chunks and blocks are the same for all, or their bits would not be.</summary>
    [Fact]
    public void Every_instruction_set_cuts_alike()
    {
        Graph step = Step("Cut", ["x"], [], [28, 28, 24], 40);
        ErrorBlocks[] blocks = [.. Machine.All.Select(set => Plan(step, set).Kernels.OfType<ErrorSweepPlan>().Single().Blocks)];
        Assert.All(blocks, found => Assert.Equal(blocks[0], found));
        Assert.Equal(Steps.Samples * 28 * 28, blocks[0].Pixels * blocks[0].Count);
    }

    [Fact]
    public void What_cannot_be_cut_says_so()
    {
        var notes = new FusionNotes();
        // 3 · 1009 positions: blocks of 3.
        Graph rewritten = RewritePipeline.Run(Step("Prime", ["x"], [], [1009, 4], 6), notes);
        Assert.DoesNotContain(rewritten.Nodes, node => node.Operation is ErrorSweep);
        Assert.Contains(notes.Lines, line => line.Contains("its 3,027 positions cannot be cut into blocks of one size"));
    }

    [Fact]
    public void What_somebody_else_reads_stays() => Assert.DoesNotContain(
        RewritePipeline.Run(Steps.ForLosses(Student("Read", g =>
        {
            int y = g.Add(Pointwise(20), g.Input("x", 6, 7, 5));
            g.Tap("features", y);
            return g.Relu(y);
        }), ["x"], [], Error(20, 6, 7)), new FusionNotes()).Nodes, node => node.Operation is ErrorSweep);

    private static CpuPlan Plan(Graph step, Machine? set = null) =>
        Schedule(RewritePipeline.Run(step, new FusionNotes()), set ?? Machine.Avx512);

    private static CpuPlan Schedule(Graph rewritten, Machine set)
    {
        var options = ScheduleOptions.Default with { IsTraining = true };
        return Scheduler.Schedule(rewritten, set, new WeightLayout(set, options), options);
    }

    /// <summary>The step of a layer by itself.</summary>
    private static Graph Step(string name, string[] wanted, string[] frozen, int[] input, int outputs) =>
        Steps.ForLosses(Connector(name, input, outputs), wanted, frozen, Error(outputs, input[..^1]));

    private static Graph Connector(string name, int[] input, int outputs) => Build.Graph(name, g =>
    {
        int x = g.Input("x", input);
        g.Tap("features", input.Length == 1 ? g.Add(new Linear("c", outputs, true), x) : g.Add(Pointwise(outputs, input.Length - 1), x));
    });

    private static Graph Student(string name, Func<Build, int> build) => Build.Graph(name, g => g.Output("y", build(g)));

    private static Conv Pointwise(int outputs, int rank = 2)
    {
        EquatableArray<int> ones = [.. Enumerable.Repeat(1, rank)], zeros = [.. Enumerable.Repeat(0, rank)];
        return new Conv("c", outputs, ones, ones, ones, zeros, Bias: true);
    }

    private static LossTerm Error(int channels, params int[] positions) => new(
        "Error", new MeanSquaredError(), [new LossOperand("features"), new LossOperand("t", Shape.Of([.. positions, channels]))], 0.7);

    private static LossTerm Result(int channels, params int[] positions) => new(
        "Result", new MeanSquaredError(), [new LossOperand("y"), new LossOperand("u", Shape.Of([.. positions, channels]))]);
}
