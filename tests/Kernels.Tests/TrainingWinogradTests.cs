using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Winograd's form over a batch, and over frames: the layer, the gradient of its input, and the filters that a step
/// transforms.</summary>
public sealed class TrainingWinogradTests
{
    [Fact]
    public void Tiles_that_do_not_fit_a_sample()
    {
        var steps =
            from size in new (int Height, int Width)[] { (8, 8), (9, 7), (4, 4), (2, 2), (1, 5), (6, 4) }
            from padding in new[] { 0, 1, 2 }
            where size.Height + 2 * padding >= 3 && size.Width + 2 * padding >= 3
            select Step(size.Height, size.Width, 32, 48, padding, samples: 3);
        // Where most of a tile would be left over, the direct sum is quicker.
        Graph[] transformed = [.. steps.Where(step => Plans(step, Target.Avx2).Count > 0)];
        Assert.True(transformed.Length >= 8, $"Only {transformed.Length} steps have a convolution in Winograd's form.");
        Check.Graphs(transformed, _ => 9 * 48 + 3 * 81);
    }

    [Fact]
    public void Blocks_go_on_from_one_sample_to_the_next()
    {
        Graph[] steps = [Step(7, 9, 64, 80, 1, samples: 13), Step(5, 6, 16, 112, 1, samples: 70), Step(10, 11, 48, 16, 0, samples: 9)];
        AllTransformed(steps);
        WinogradPlan[] plans = [.. steps.SelectMany(step => Target.All.SelectMany(set => Plans(step, set)))];
        Assert.Contains(plans, plan => plan.Tiles.Blocks > 1 && plan.Tiles.RowsPerBlock % plan.Tiles.RowsPerFrame != 0);
        Assert.Contains(plans, plan => plan.Tiles.Blocks > 1 && plan.Tiles.InLast < plan.Tiles.PerBlock);
        Assert.Contains(plans, plan => plan.Weights.TailVectors > 0 && plan.Weights.Panels > 1);
        Assert.Contains(plans, plan => plan.Transform == WinogradTransform.Two);
        Assert.Contains(plans, plan => plan.Transform == WinogradTransform.Four);
        Check.Graphs(steps, _ => 9 * 112 + 70 * 30);
    }

    /// <summary>Panels that one block of tiles reads are transformed by it, those that several read before them; of layers that share
    /// weights, if all of them can.</summary>
    [Fact]
    public void Who_transforms_the_filters()
    {
        Graph[] near = [Step(4, 4, 256, 272, 1, samples: 5), Shared(8, 8)], far = [Step(7, 9, 64, 80, 1, samples: 13)];
        Graph[] shared = [Shared(10, 12), Shared(8, 14), Shared(12, 20), Shared(10, 24)];
        foreach (Target set in Target.All)
        {
            Assert.All(near.SelectMany(step => Plans(step, set)), plan => Assert.InRange(plan.Packing!.PanelFloats, 1, 160 * 1024));
            Assert.All(far.SelectMany(step => Plans(step, set)), plan => Assert.Null(plan.Packing));
            var readers = shared.SelectMany(step => Plans(step, set).GroupBy(plan => (plan.Convolution.Parts, plan.Transform)))
                .Select(group => group.ToList()).ToList();
            Assert.All(readers, plans => Assert.All(plans, plan =>
                Assert.Equal(plans.All(other => other.Tiles.Blocks == 1), plan.Packing is not null)));
            Assert.Contains(readers, plans => plans.Any(plan => plan.Tiles.Blocks == 1) && plans.Any(plan => plan.Tiles.Blocks > 1));
        }
        Check.Graphs([.. near, .. shared], _ => 9 * 272 + 3 * 24 * 24);

        // One layer over two inputs, the second of another size.
        static Graph Shared(int first, int second) => TrainingStep.Of(Build.Graph("Shared", g =>
        {
            var conv = new Conv("conv", 64, [3, 3], [1, 1], [1, 1], [1, 1], 1, true);
            g.Output("a", g.Add(conv, g.Input("x", first, first, 64)));
            g.Output("b", g.Add(conv, g.Input("z", second, second, 64)));
        }), samples: 3);
    }

    /// <summary>A layer with a bias in the middle: its result has a residual and an activation, and its gradient is added to
    /// another.</summary>
    [Fact]
    public void Epilogues()
    {
        Graph step = TrainingStep.Of(Build.Graph("Residual", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 6, 7, 3), 32, 1));
            g.Output("y", g.Relu(g.Sum(g.Conv(x, 32, 3), x)));
        }), samples: 5);
        AllTransformed([step]);
        Check.Graphs([step], _ => 9 * 32 + 5 * 42);
    }

    [Fact]
    public void Frames_of_a_network_that_runs()
    {
        Graph graph = Build.Graph("Frames", g => g.Output("y", g.Add(
            new Conv("conv", 32, [1, 3, 3], [1, 1, 1], [1, 1, 1], [0, 1, 1], 1, true), g.Input("x", 5, 9, 10, 16))));
        Assert.NotEmpty(Plans(graph, Target.Avx2));
        Check.Graphs([graph], _ => 9 * 16);
    }

    [Fact]
    public void Direct_arithmetic_has_none()
    {
        Graph step = Step(8, 8, 32, 48, 1, samples: 3);
        Assert.Equal(2, Plans(step, Target.Avx2).Count);
        Assert.Empty(Plans(step, Target.Avx2, Computation.Direct));
        Assert.Empty(Plans(Step(8, 8, 32, 48, 1, samples: 3, Computation.Direct), Target.Avx2));
    }

    /// <summary>As after a ReLU, whose results are never negative: the harder case for differences of neighbours.</summary>
    [Theory]
    [InlineData(16, 64, 4)]
    [InlineData(4, 256, 4)]
    [InlineData(2, 512, 16)]
    public void Errors_stay_below_a_hundred_thousandth(int size, int channels, int samples)
    {
        Graph step = TrainingStep.Of(
            Build.Graph("Step", g => g.Output("y", g.Conv(g.Input("x", size, size, channels), channels, 3))), samples);
        Assert.Equal(2, Plans(step, Target.Avx2).Count);
        StateDict weights = RandomWeights.Of(step, 1);
        var random = new Random(3);
        float[][] inputs = [.. step.Inputs
            .Select(node => Enumerable.Range(0, (int)node.Shape.Elements).Select(_ => Math.Max(0, 2 * random.NextSingle() - 1)).ToArray())];
        var named = step.Inputs.Select((node, i) =>
            (((Input)node.Operation).Name, Values: Array.ConvertAll(inputs[i], value => (double)value)))
            .ToDictionary(pair => pair.Name, pair => pair.Values);
        var expected = ReferenceInterpreter.Run(
            step, name => Array.ConvertAll(weights[name].Values.ToArray(), value => (double)value), named);
        CompiledNetwork compiled = CompiledNetwork.Build(step, Computation.Fast);
        using Network network = compiled.Load(weights, new NetworkOptions());
        float[][] results = compiled.Run(network, inputs);
        foreach (var (output, found) in step.Outputs.Zip(results))
        {
            double largest = expected[output.Name].Max(Math.Abs);
            double error = found.Zip(expected[output.Name], (left, right) => Math.Abs(left - right)).Max() / largest;
            Assert.True(error < 1e-5, $"The error of {output.Name} is {error:E1} of its largest value.");
        }
    }

    private static void AllTransformed(IEnumerable<Graph> steps)
    {
        foreach (Graph step in steps)
            Assert.True(Plans(step, Target.Avx2).Count > 0, $"No convolution runs in Winograd's form in:\n{GraphText.Print(step)}");
    }

    private static IReadOnlyList<WinogradPlan> Plans(Graph graph, Target set, Computation arithmetic = Computation.Fast)
    {
        var options = new ScheduleOptions(arithmetic, Tuning.None) { IsTraining = RewritePipeline.IsTraining(graph) };
        return [.. Scheduler.Schedule(RewritePipeline.Run(graph, new FusionNotes()), set, new WeightLayout(set, options), options)
            .Kernels.OfType<WinogradPlan>()];
    }

    private static Graph Step(
        int height, int width, int inputs, int outputs, int padding, int samples, Computation arithmetic = Computation.Fast) =>
        TrainingStep.Of(Build.Graph("Conv", g =>
        {
            int x = g.Input("x", height, width, inputs);
            g.Output("y", g.Add(new Conv("conv", outputs, [3, 3], [1, 1], [1, 1], [padding, padding], 1, true, arithmetic), x));
        }), samples);
}
