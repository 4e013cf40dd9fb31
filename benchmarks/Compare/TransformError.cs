using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Benchmarks;

/// <summary>How far a 3×3 convolution in Winograd's form is from the same one in double precision, and how far the direct sum is.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Tile">The rows and columns of results of a tile in the form that the scheduler chose: 2 or 4.</param>
/// <param name="Error">The largest difference from the result in double precision, relative to the largest output.</param>
/// <param name="DirectError">Likewise, of the direct sum in floats.</param>
internal sealed record TransformError(string Name, int Tile, double Error, double DirectError)
{
    /// <summary>The different convolutions of a graph that run in Winograd's form, each alone and without its activation.</summary>
    public static IEnumerable<SingleLayer> LayersOf(Graph graph) => graph.Nodes
        .Where(node => node.Operation is Conv { Groups: 1, Kernel: [3, 3] })
        .Select(node => SingleLayer.Bare((Conv)node.Operation, graph.Nodes[node.Inputs[0]].Shape))
        .Where(layer => Plan(layer) is not null);

    public static TransformError Measure(SingleLayer layer, NetworkOptions options)
    {
        ScheduleOptions[] scheduling = [ScheduleOptions.Default, ScheduleOptions.Default with { Arithmetic = Compiler.Arithmetic.Direct }];
        CompiledLayer[] both = LayerCompiler.Compile([layer, layer], index => scheduling[index]);
        NetworkInfo info = both[0].Info;
        StateDict weights = NetworkWeights.Initialize(info, seed: 1);
        var random = new Random(1);
        // As after a ReLU, whose results are never negative: the harder case for differences of neighbours.
        float[] input =
            [.. Enumerable.Range(0, (int)info.Variants[0].Inputs[0].Elements).Select(_ => Math.Max(0, 2 * random.NextSingle() - 1))];
        Node node = layer.Graph.Nodes.Single(node => node.Operation is Conv);
        double[] exact = Exact((Conv)node.Operation, layer.Graph.Nodes[node.Inputs[0]].Shape, node.Shape, weights, input);
        double largest = exact.Max(Math.Abs);
        double Error(CompiledLayer compiled)
        {
            float[][] output = [new float[info.Variants[0].Outputs[0].Elements]];
            using Network network = compiled.Load(weights, options);
            compiled.Run(network, input, output);
            return output[0].Zip(exact, (found, expected) => Math.Abs(found - expected)).Max() / largest;
        }

        return new TransformError(layer.Name, Plan(layer)!.Transform.Tile, Error(both[0]), Error(both[1]));
    }

    private static WinogradPlan? Plan(SingleLayer layer)
    {
        Compiler.Schedule.Cpu.InstructionSet set = Compiler.Schedule.Cpu.InstructionSet.Portable;
        return Scheduler.Schedule(
            RewritePipeline.Run(layer.Graph, new FusionNotes()), set, new WeightLayout(set)).Kernels.OfType<WinogradPlan>()
                .SingleOrDefault();
    }

    /// <summary>The convolution by definition, in double precision. Channels last.</summary>
    private static double[] Exact(Conv conv, Shape from, Shape to, StateDict weights, float[] input)
    {
        int inputs = from.Channels, outputs = to.Channels, padding = conv.Padding[0];
        ReadOnlySpan<float> declared = weights[SingleLayer.Path + ".weight"].Values;
        double[] taps = new double[declared.Length];
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++)
                for (int tap = 0; tap < 9; tap++) taps[((long)tap * inputs + i) * outputs + o] = declared[((o * inputs) + i) * 9 + tap];
        double[] bias = [.. weights[SingleLayer.Path + ".bias"].Values.ToArray().Select(value => (double)value)];

        double[] results = new double[to.Height * to.Width * outputs];
        Parallel.For(0, to.Height * to.Width, pixel =>
        {
            Span<double> sums = results.AsSpan(pixel * outputs, outputs);
            bias.CopyTo(sums);
            for (int tap = 0; tap < 9; tap++)
            {
                int y = pixel / to.Width + tap / 3 - padding, x = pixel % to.Width + tap % 3 - padding;
                if (y < 0 || y >= from.Height || x < 0 || x >= from.Width) continue;
                for (int i = 0; i < inputs; i++)
                {
                    double value = input[((y * from.Width) + x) * inputs + i];
                    ReadOnlySpan<double> row = taps.AsSpan((tap * inputs + i) * outputs, outputs);
                    for (int o = 0; o < row.Length; o++) sums[o] += value * row[o];
                }
            }
        });
        return results;
    }
}
