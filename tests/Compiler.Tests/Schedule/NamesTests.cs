using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Schedule;

/// <summary>What kernels are called, in generated code and in the fusion plan.</summary>
public sealed class NamesTests
{
    private static readonly View s_view = View.Of(BufferPlanner.NewBuffer("b", Shape.Of(1, 1, 1)));

    [Theory]
    [InlineData("layer1.0.conv1: 1×1 3→4", "Layer1_0_Conv1")]
    [InlineData("a → b + c: linear", "A_B_C")]
    [InlineData("stem", "Stem")]
    [InlineData("0.weight: x", "Kernel0_Weight")]
    [InlineData("…: x", "Kernel")]
    [InlineData(": x", "Kernel")]
    [InlineData("--a--", "A")]
    [InlineData("größe", "Gr_E")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefgh", "Abcdefghijabcdefghijabcdefghijabcdefghijabcdefgh")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghi", "Abcdefghijabcdefghijabcdefghijabcdefghijabcdefgh")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefg.h", "Abcdefghijabcdefghijabcdefghijabcdefghijabcdefg")]
    public void Titles_become_identifiers(string title, string name) => Assert.Equal([name], Names(Copy(title)));

    [Fact]
    public void Names_are_unique_and_say_what_a_kernel_does() => Assert.Equal(
        ["A", "A_2", "A_3", "X_Pack", "A_Squeeze"],
        Names(Copy("a: 1"), Copy("a: 2"), Copy("a"), new PackInputPlan("x: brings", 0, s_view),
            new SqueezeResultPlan("a: mean", new SqueezeSums(s_view, 1, false), s_view, 4, true)));

    [Theory]
    [InlineData("Conv x, outputs: 5, kernel: 3", "3×3 8→5 at 9×8")]
    [InlineData("Conv x, outputs: 5, kernel: (1, 3), stride: 2", "1×3/2 8→5 at 5×4")]
    [InlineData("Conv x, outputs: 5, kernel: 3, stride: (2, 1)", "3×3/(2,1) 8→5 at 5×8")]
    [InlineData("Conv x, outputs: 6, kernel: 3, groups: 2", "in 2 groups 3×3 8→6 at 9×8")]
    [InlineData("DepthwiseConv x, kernel: 5", "depthwise 5×5 8 at 9×8")]
    [InlineData("Linear x, outputs: 5", "1×1 8→5 at 9×8")]
    [InlineData("Linear v, outputs: 5", "linear 7→5")]
    [InlineData("Conv s, outputs: 5, kernel: 3, stride: 2", "3/2 4→5 at 15")]
    [InlineData("Conv t, outputs: 5, kernel: (2, 3, 1), padding: 0", "2×3×1 3→5 at 3×3×6")]
    public void Layers_are_named_by_their_sizes(string operation, string name)
    {
        Graph graph = GraphNotation.Read(
            $"x = Input (9, 8, 8)\nv = Input (7)\ns = Input (30, 4)\nt = Input (4, 5, 6, 3)\na = {operation}\noutput a");
        CpuKernelPlan kernel = PlanChecks.Plans(graph)[0].Kernels.Single(kernel => kernel is ConvolutionPlan or DepthwisePlan);
        Assert.Equal($"a: {name}", kernel.Title);
    }

    [Fact]
    public Task Fusion_plan_of_building_blocks()
    {
        var text = Kernels.Tests.Support.Networks.All.Append(GraphNotation.Read(
            """
            x = Input (12, 10, 8)
            g = Input (16)
            n = BatchNorm x
            a = Conv n, outputs: 16, kernel: 1
            p = PRelu a
            b = Conv p, outputs: 16, kernel: 3
            s = Add p, b
            m = Multiply s, g
            c = Conv m, outputs: 6, kernel: 1
            q = GlobalAveragePool c
            u = Upsample c, scale: 2
            f = Softmax u
            r = Reshape f, dimensions: (480, 6)
            output r
            output q
            """)).Select(graph =>
            {
                var notes = new FusionNotes();
                RewritePipeline.Run(graph, notes);
                return PlanText.FusionPlan(graph, PlanChecks.Plans(graph), notes);
            });
        return Verifier.Verify(string.Join("\n", text));
    }

    /// <summary>What functions make in a network's own <c>Forward</c> has no name of its own.</summary>
    [Fact]
    public void Kernels_without_a_name_say_what_they_compute()
    {
        var random = new Random(11);
        IEnumerable<Graph> graphs = [.. Kernels.Tests.Support.Networks.All, .. Enumerable.Range(0, 60).Select(i =>
            Kernels.Tests.Support.RandomGraph.Create(random, $"Random{i}"))];
        foreach (Graph graph in graphs)
        {
            Graph nameless = graph with { Nodes = [.. graph.Nodes.Select(node => node with { Name = "" })] };
            var notes = new FusionNotes();
            RewritePipeline.Run(nameless, notes);
            foreach (string title in (IEnumerable<string>)
                [.. PlanChecks.Plans(nameless)[0].Kernels.Select(kernel => kernel.Title), .. GpuTitles(nameless), .. notes.Lines])
            {
                Assert.DoesNotMatch("Fused|PackedConvolution|Copy|Batched|^ *:|  |: *$", title);
                Assert.Matches("^[^:]+: .+", title);
            }
        }
    }

    /// <summary>The kernels that take norms and activations into a training step's convolutions have none either.</summary>
    [Fact]
    public void Kernels_of_training_steps_say_what_they_compute()
    {
        foreach (Graph graph in Kernels.Tests.Support.Networks.All.Take(12))
        {
            Graph nameless = graph with { Nodes = [.. graph.Nodes.Select(node => node with { Name = "" })] };
            Graph step = Differentiation.Run(
                nameless, 2, [], givenGradients: [.. nameless.Outputs.Select(output => output.Name)]).Graph;
            foreach (CpuKernelPlan kernel in PlanChecks.Plans(step)[0].Kernels)
                Assert.DoesNotMatch("Fused|PackedConvolution|Copy|Batched|^ *:", kernel.Title);
        }
    }

    private static IEnumerable<string> GpuTitles(Graph graph)
    {
        Graph rewritten = RewritePipeline.Run(graph, new FusionNotes(), "Gpu");
        return !graph.Nodes.All(node => GpuScheduler.HasKernel(node.Operation)) ? []
            : GpuScheduler.Schedule(rewritten, new GpuWeightLayout(), 1, Arithmetic.Fast, GpuPrecision.Single).Kernels
                .Select(kernel => kernel.Title);
    }

    private static MapPlan Copy(string title) => new(title, new Copy(), [s_view], s_view, [], false);

    private static IEnumerable<string> Names(params CpuKernelPlan[] kernels)
    {
        KernelNames.Assign(kernels);
        return kernels.Select(kernel => kernel.Name);
    }
}
