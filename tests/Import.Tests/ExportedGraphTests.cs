using Fusion.Compiler.Onnx;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;
using Fusion.Kernels.Tests.Support;
using Xunit.Abstractions;

namespace Fusion.Import.Tests;

/// <summary>Random graphs, exported and imported again, compute the same, and are the same where ONNX says what they say.</summary>
public sealed class ExportedGraphTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void RandomGraphsComeBack(int first)
    {
        int same = 0;
        var others = new List<string>();
        for (int seed = first; seed < first + 30; seed++)
        {
            Graph graph = RandomGraph.Create(new Random(seed), "Random");
            var random = new Random(seed);
            var weights = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => Values(random, parameter.Elements,
                parameter.Kind == Compiler.Graphs.ParameterKind.RunningVariance ? 0.5f : -0.5f));
            var values = graph.Inputs.ToDictionary(node => ((Input)node.Operation).Name, node =>
                Values(random, node.Shape.Elements, -0.5f));
            var inputs = values.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, value => (double)value));
            var expected = ReferenceInterpreter.RunAll(graph, name => Array.ConvertAll(weights[name], value => (double)value), inputs);

            ModelFile file = ModelReader.Read(OnnxExporter.Export(graph, name => weights[name], 1, OnnxLayout.ChannelsFirst), null);
            ImportedModel model = ModelImporter.Import(file, new ImportOptions());
            var given = model.Inputs.ToDictionary(border => border.Name, border => Array.ConvertAll(
                border.ToNetwork(ChannelsFirst(values[border.ModelName],
                    graph.Inputs.First(node => node.Name == border.ModelName || ((Input)node.Operation).Name == border.ModelName).Shape)),
                value => (double)value));
            var found = ReferenceInterpreter.RunAll(
                model.Graph, name => Array.ConvertAll(model.Weights[name].Floats, value => (double)value), given);
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                float[] left = ChannelsFirst([.. expected[graph.Outputs[i].Node].Values.Select(value => (float)value)],
                    graph.Nodes[graph.Outputs[i].Node].Shape);
                float[] right = model.Outputs[i].ToModel([.. found[model.Graph.Outputs[i].Node].Values.Select(value => (float)value)]);
                double largest = left.Select(value => Math.Abs((double)value)).Max();
                Assert.Equal(left.Length, right.Length);
                for (int j = 0; j < left.Length; j++)
                {
                    Assert.True(Math.Abs((double)left[j] - right[j]) <= 1e-5 * largest,
                        $"seed {seed}, {graph.Outputs[i].Name}[{j}]: {right[j]} instead of {left[j]}\n{GraphText.Print(graph)}\n"
                        + GraphText.Print(model.Graph));
                }
            }

            var numbers = new Dictionary<string, int>();
            bool isSame = Canonical.Results(graph, name => weights[name], numbers)
                .SequenceEqual(Canonical.Results(model.Graph, name => model.Weights[name].Floats, numbers));
            if (isSame) same++;
            else if (!graph.Nodes.Any(node => MayDiffer(graph, node)))
                others.Add($"seed {seed}\n{GraphText.Print(graph)}\n{GraphText.Print(model.Graph)}");
        }

        output.WriteLine($"{same} of 30 are the same.");
        Assert.True(others.Count == 0, string.Join("\n", others));
        Assert.True(same >= 10, $"{same} of 30 are the same.");
    }

    /// <summary>
    /// ONNX has no word for some norms, which then are what they compute, or have weights of 1, and none for a scale of channels. What
    /// other dimensions are given to is taken apart or put together in these, or before or behind it; so are blocks and shuffled channels,
    /// which move behind what is done to each element. What is joined along a dimension of one position may be joined along another.
    /// </summary>
    private static bool MayDiffer(Graph graph, Node node) => node.Operation is LocalResponseNorm or RmsNorm or GroupNorm or Normalize
        or LayerNorm { Affine: false } or ChannelScale or ChannelShuffle or DepthToSpace or Reshape or Flatten
        || (node.Operation is Append or Concat or PadChannels
            && node.Inputs.Any(input => graph.Nodes[input].Shape.Dimensions.Contains(1)));

    private static float[] ChannelsFirst(float[] values, Shape shape)
    {
        int channels = shape.Channels, pixels = shape.Pixels;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[i % pixels * channels + i / pixels])];
    }

    private static float[] Values(Random random, long count, float from) =>
        [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() + from)];
}
