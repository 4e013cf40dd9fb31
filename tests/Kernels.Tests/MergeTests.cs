using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Storage = Fusion.Compiler.WeightStorage;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Linear layers that become one at load, beside each other and one after the other; and which must not.</summary>
public sealed class MergeTests
{
    [Fact]
    public void RepVgg_blocks() => Run(
        // Channels that Winograd's form takes, and that it does not; with the identity and, strided, without.
        Merged(1, "Winograd", g => g.Output("y", Block(g, g.Input("x", 12, 10, 32), 32))),
        Merged(1, "Direct", g => g.Output("y", Block(g, g.Input("x", 9, 7, 12), 12))),
        Merged(1, "Strided", g => g.Output("y", Block(g, g.Input("x", 9, 8, 12), 20, stride: 2))),
        Merged(1, "Groups", g => g.Output("y", Block(g, g.Input("x", 7, 8, 24), 24, groups: 3))),
        Merged(1, "Depthwise", g => g.Output("y", Block(g, g.Input("x", 7, 8, 18), 18, groups: 18))),
        Merged(3, "Several", g =>
        {
            int x = Block(g, g.Input("x", 11, 9, 3), 16, stride: 2);
            g.Output("y", Block(g, Block(g, x, 16), 32, stride: 2));
        }));

    [Fact]
    public void Branches_of_other_kernels() => Run(
        Merged(1, "Asymmetric", g =>
        {
            // ACNet's: a square, a row and a column.
            int x = g.Input("x", 6, 9, 8);
            int row = g.Norm(g.Add(new Conv("row", 10, [1, 3], [1, 1], [1, 1], [0, 1], 1, false), x));
            int column = g.Norm(g.Add(new Conv("column", 10, [3, 1], [1, 1], [1, 1], [1, 0], 1, false), x));
            g.Output("y", g.Relu(g.Sum(g.Sum(row, column), g.ConvNorm(x, 10, 3))));
        }),
        Merged(1, "OffCentre", g =>
        {
            // The kernel of even size reads this pixel and the next, the pointwise one this pixel.
            int x = g.Input("x", 6, 8, 5);
            g.Output("y", g.Sum(g.Conv(x, 9, 1, stride: 2), g.Conv(x, 9, 2, stride: 2, padding: 0)));
        }),
        Merged(1, "Dilated", g =>
        {
            int x = g.Input("x", 9, 8, 16);
            g.Output("y", g.Sum(g.Sum(g.ConvNorm(x, 16, 1), g.Conv(x, 16, 3, dilation: 2)), g.Conv(x, 16, 5, dilation: 2)));
        }),
        Merged(1, "Copies", g =>
        {
            // MobileOne's: several of the same size, and the value itself without a BatchNorm, twice.
            int x = g.Input("x", 5, 6, 16);
            g.Output("y", g.Relu(g.Sum(g.Sum(g.Sum(g.ConvNorm(x, 16, 3), g.ConvNorm(x, 16, 3)), x), x)));
        }),
        Merged(1, "Subsampled", g =>
        {
            int x = g.Input("x", 7, 9, 16);
            g.Output("y", g.Sum(g.Norm(g.Add(new Subsample([2, 2]), x)), g.ConvNorm(x, 16, 3, stride: 2)));
        }),
        Merged(1, "NormsAround", g =>
        {
            int x = g.Norm(g.Relu(g.Input("x", 6, 5, 12)));
            g.Output("y", g.Norm(g.Sum(g.ConvNorm(x, 12, 1), g.Norm(g.Norm(x)))));
        }),
        Merged(1, "Sequence", g =>
        {
            int x = g.Input("x", 21, 8);
            g.Output("y", g.Sum(g.Sum(g.Conv(x, 8, 5), g.Conv(x, 8, 3)), x));
        }),
        Merged(1, "Video", g =>
        {
            int x = g.Input("x", 3, 5, 4, 6);
            g.Output("y", g.Sum(g.ConvNorm(x, 7, 3), g.ConvNorm(x, 7, 1)));
        }),
        Merged(1, "Vector", g =>
        {
            int x = g.Input("x", 20);
            g.Output("y", g.Sum(x, g.Sum(g.Linear(x, 20), g.Conv(x, 20, 1))));
        }),
        Merged(2, "WithOthers", g =>
        {
            // Two pairs in one sum, which also has a value that neither reads, and a gate's.
            int x = g.Input("x", 6, 6, 8), z = g.Input("z", 6, 6, 9), c = g.Input("c", 11);
            int left = g.Sum(g.Sum(g.ConvNorm(x, 11, 3), g.ConvNorm(z, 11, 1)), c);
            int right = g.Sum(g.ConvNorm(x, 11, 1), g.Relu(g.Conv(z, 11, 1)));
            g.Output("y", g.Sum(left, g.Sum(right, g.ConvNorm(z, 11, 3))));
        }),
        Merged(2, "Squeezed", g =>
        {
            // The squeeze goes through the sum, whose weights then serve two kernels.
            int x = g.Input("x", 6, 6, 16);
            g.Output("y", g.SqueezeExcite(g.Sum(g.ConvNorm(x, 24, 1), g.ConvNorm(x, 24, 1)), 4));
        }));

    [Fact]
    public void Layers_one_after_the_other() => Run(
        Merged(1, "Aligner", g => g.Output("y", g.Relu(g.ConvNorm(g.ConvNorm(g.Input("x", 6, 5, 12), 40, 1), 18, 1)))),
        Merged(1, "Three", g => g.Output("y", g.Conv(g.Conv(g.Conv(g.Input("x", 6, 5, 12), 20, 1), 20, 1), 18, 1))),
        Merged(1, "AfterKernel", g => g.Output("y", g.Relu(g.ConvNorm(g.ConvNorm(g.Input("x", 7, 6, 8), 32, 3, stride: 2), 8, 1)))),
        Merged(1, "BeforeUnpadded", g => g.Output("y", g.Conv(g.Norm(g.Conv(g.Input("x", 7, 6, 8), 40, 1)), 9, 3, stride: 2, padding: 0))),
        Merged(1, "BeforePaddedWithoutBias", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 7, 6, 8), 40, 1, bias: false), 9, 3))),
        Merged(1, "Groups", g => g.Output("y", g.Conv(g.ConvNorm(g.Input("x", 7, 6, 12), 30, 3, groups: 3), 6, 1, groups: 3))),
        Merged(1, "Depthwise", g =>
            g.Output("y", g.Relu(g.Conv(g.ConvNorm(g.Input("x", 7, 6, 20), 20, 3, groups: 20), 20, 1, groups: 20)))),
        Merged(1, "Linear", g => g.Output("y", g.Linear(g.Norm(g.Linear(g.Input("x", 37), 30)), 9))),
        Merged(1, "Flattened", g =>
        {
            int x = g.MaxPool(g.Relu(g.Input("x", 6, 4, 5)), 2, 2);
            g.Output("y", g.Linear(g.Linear(g.Add(new Flatten(), x), 20), 7));
        }),
        Merged(1, "SumThenLayer", g =>
        {
            int x = g.Input("x", 6, 7, 12);
            g.Output("y", g.Relu(g.Conv(g.Sum(g.ConvNorm(x, 24, 1), g.ConvNorm(x, 24, 3)), 12, 1)));
        }));

    [Theory]
    [InlineData("activation", "")]
    [InlineData("read", "is read elsewhere, too")]
    [InlineData("output", "is read elsewhere, too")]
    [InlineData("groups", "different strides or groups")]
    [InlineData("dilation", "do not fall on one grid")]
    [InlineData("cost", "multiply-adds instead of")]
    public void Branches_that_stay(string why, string note)
    {
        Graph graph = Build.Graph(why, g =>
        {
            int x = g.Input("x", 7, 7, 8);
            if (why == "cost")
            {
                int row = g.Add(new Conv("row", 8, [1, 5], [1, 1], [1, 1], [0, 2], 1, false), x);
                g.Output("y", g.Sum(row, g.Add(new Conv("column", 8, [5, 1], [1, 1], [1, 1], [2, 0], 1, false), x)));
                return;
            }
            int one = why == "groups" ? g.Conv(x, 8, 1, groups: 2) : why == "dilation" ? g.Conv(x, 8, 3, dilation: 2) : g.Conv(x, 8, 1);
            int three = g.Conv(x, 8, 3);
            g.Output("y", g.Sum(why == "activation" ? g.Relu(three) : three, one));
            if (why == "read") g.Output("z", g.Mean(g.Relu(three)));
            if (why == "output") g.Output("z", three);
        });
        Stays(graph, 2, note);
    }

    [Fact]
    public void Random_branches_and_chains()
    {
        var random = new Random(8);
        var graphs = Enumerable.Range(0, 24).Select(i => RandomSum(random, $"Random{i}")).ToList();
        int merged = graphs.Sum(graph =>
            Convolutions(graph, new FusionNotes()).Count(convolution => convolution.Parts[0].Source is MergedLayer));
        Assert.InRange(merged, 8, int.MaxValue);
        Run([.. graphs]);
    }

    [Fact]
    public void Value_that_is_added_to_one_convolution_stays_in_its_epilogue() => Stays(
        Build.Graph("Residual", g =>
        {
            int x = g.Input("x", 7, 7, 16);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 16, 3), x)));
        }),
        1, "");

    [Fact]
    public void Weights_in_16_bits_are_rounded_after_the_merging()
    {
        Graph[] graphs =
        [
            Merged(1, "Winograd", g => g.Output("y", Block(g, g.Input("x", 12, 10, 32), 32))),
            Merged(1, "Direct", g => g.Output("y", Block(g, g.Input("x", 9, 8, 16), 24, stride: 2))),
            Merged(1, "Chain", g => g.Output("y", g.ConvNorm(g.ConvNorm(g.Input("x", 6, 5, 12), 40, 1), 18, 1))),
        ];
        // Eight bits of a weight are left, so that the tolerance is one in 256.
        var scheduling = ScheduleOptions.Default with { Weights = Storage.BFloat16, LeastNarrowWeights = 1 };
        Check.Graphs(graphs, scheduling, _ => 1 << 15, graph => RandomWeights.Of(graph, 1), (_, values) => values);
    }

    [Theory]
    [InlineData("activation", "")]
    [InlineData("read", "")]
    [InlineData("bottleneck", "multiply-adds instead of")]
    [InlineData("padding", "no share in the bias")]
    [InlineData("kernels", "larger than 1×1")]
    [InlineData("groups", "different groups")]
    [InlineData("strided", "not a plain 1×1")]
    public void Chains_that_stay(string why, string note)
    {
        Graph graph = Build.Graph(why, g =>
        {
            int x = g.Input("x", 7, 7, 8);
            int first = why switch
            {
                "bottleneck" => g.Conv(x, 3, 1),
                "kernels" => g.Conv(x, 16, 3),
                "groups" => g.Conv(x, 16, 3, groups: 8),
                "strided" => g.Conv(g.MaxPool(x, 3, 1, 1), 16, 1, stride: 2),
                _ => g.Conv(x, 16, 1),
            };
            int second = why == "activation" ? g.Relu(first) : first;
            g.Output("y", why is "padding" or "kernels" ? g.Conv(second, 8, 3) : why == "strided"
                ? g.Conv(second, 8, 2, padding: 0)
                : g.Conv(second, 8, 1));
            if (why == "read") g.Output("z", g.Mean(g.Relu(first)));
        });
        Stays(graph, 2, note);
    }

    [Fact]
    public void Merged_layers_are_named_in_the_plan()
    {
        string sum = Plan(Merged(1, "Block", g => g.Output("y", Block(g, g.Input("x", 6, 6, 8), 8))));
        Assert.Contains("3×3 8→8 at 6×6 (3×3 + 1×1 + identity), Relu", sum, StringComparison.Ordinal);
        Assert.Contains("Everything that could be fused was.", sum, StringComparison.Ordinal);
        string chain = Plan(Merged(1, "Chain", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 6, 8), 24, 1), 8, 1))));
        Assert.Contains("1×1 8→8 at 6×6 (1×1 → 1×1)", chain, StringComparison.Ordinal);
    }

    /// <summary>A sum of convolutions of one value with any windows that give the same size, behind and before other layers.</summary>
    private static Graph RandomSum(Random random, string name) => Build.Graph(name, g =>
    {
        int rank = 1 + random.Next(3), channels = 6 * (1 + random.Next(3)), stride = 1 + random.Next(2),
        groups = random.Next(3) switch { 0 => channels, 1 => 3, _ => 1 };
        int x = g.Input("x", [.. Enumerable.Range(0, rank).Select(_ => 5 + random.Next(rank == 3 ? 3 : 6)), channels]);
        if (random.Next(3) == 0) x = g.Conv(x, channels, 1, bias: random.Next(2) == 0);
        if (random.Next(3) == 0) x = g.Norm(x);
        int outputs = groups == 1 ? 4 + random.Next(20) : channels;
        int sum = Branch();
        for (int i = random.Next(4); i >= 0; i--)
        {
            int branch = Branch();
            sum = random.Next(2) == 0 ? g.Sum(sum, branch) : g.Sum(branch, sum);
        }
        if (random.Next(3) == 0) sum = g.Norm(sum);
        if (random.Next(2) == 0) sum = g.Conv(sum, 1 + random.Next(20), random.Next(3) == 0 ? 3 : 1);
        g.Output("y", random.Next(2) == 0 ? g.Relu(sum) : sum);

        int Branch()
        {
            if (random.Next(4) == 0 && outputs == channels)
            {
                int same = stride == 1 ? x : g.Add(new Subsample([.. Enumerable.Repeat(stride, rank)]), x);
                return random.Next(2) == 0 ? g.Norm(same) : same;
            }
            EquatableArray<int> kernel = [.. Enumerable.Range(0, rank).Select(_ => 1 + 2 * random.Next(2))],
            dilation = [.. Enumerable.Range(0, rank).Select(_ => 1 + random.Next(4) / 3)];
            var conv = new Conv($"conv{random.Next()}", outputs, kernel, [.. Enumerable.Repeat(stride, rank)], dilation,
                kernel.Zip(dilation, (size, step) => (size - 1) * step / 2).ToEquatableArray(), groups, random.Next(2) == 0);
            int result = g.Add(conv, x);
            return random.Next(2) == 0 ? g.Norm(result) : result;
        }
    });

    /// <summary>3×3, 1×1 and, where the shape allows it, the value itself, each with its BatchNorm.</summary>
    private static int Block(Build g, int x, int outputs, int stride = 1, int groups = 1)
    {
        int sum = g.Sum(g.ConvNorm(x, outputs, 3, stride, groups), g.ConvNorm(x, outputs, 1, stride, groups));
        return g.Relu(stride == 1 && g.Shape(x).Channels == outputs ? g.Sum(sum, g.Norm(x)) : sum);
    }

    /// <summary>A graph that rewriting leaves so many convolutions of that are merged, and no addition that could have been one of
    /// weights.</summary>
    private static Graph Merged(int count, string name, Action<Build> build)
    {
        Graph graph = Build.Graph(name, build);
        var convolutions = Convolutions(graph, new FusionNotes());
        Assert.True(convolutions.Count(convolution => convolution.Parts[0].Source is MergedLayer) == count,
            $"{name} has not {count} merged convolutions, " +
            $"but:\n{string.Join("\n", convolutions.Select(convolution => convolution.Parts))}");
        return graph;
    }

    private static void Stays(Graph graph, int convolutions, string note)
    {
        var notes = new FusionNotes();
        var found = Convolutions(graph, notes);
        Assert.Equal(convolutions, found.Count);
        Assert.DoesNotContain(found, convolution => convolution.Parts[0].Source is MergedLayer);
        if (note.Length > 0) Assert.Contains(notes.Lines, line => line.Contains(note, StringComparison.Ordinal));
        Check.Graph(graph, 400);
    }

    private static List<PackedConvolution> Convolutions(Graph graph, FusionNotes notes) =>
        [.. RewritePipeline.Run(graph, notes).Nodes.Select(node => (node.Operation as Fused)?.Core).OfType<PackedConvolution>()];

    private static string Plan(Graph graph)
    {
        var notes = new FusionNotes();
        Graph rewritten = RewritePipeline.Run(graph, notes);
        return PlanText.FusionPlan(graph, [Scheduler.Schedule(rewritten, Target.Avx2, new WeightLayout(Target.Avx2))], notes);
    }

    private static void Run(params Graph[] graphs) => Check.Graphs(graphs, _ => 1000);
}
