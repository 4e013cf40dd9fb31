using Fusion.Compiler.Onnx;
using Fusion.Docs.Tests.Operations;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;
using Fusion.Import.Tests.Writing.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>Exported models before the checker and the shape inference of ONNX itself.</summary>
public sealed class CheckedExportTests(CheckedExportTests.Checker fixture) : IClassFixture<CheckedExportTests.Checker>
{
    /// <summary>Operators that need an opset of which an old checker knows nothing.</summary>
    private static readonly string[] s_new = ["Mish", "Gelu", "Resize", "AveragePool"];

    public static TheoryData<string> Zoo => [.. ZooGraphs.Names];

    public static TheoryData<string> Operations => [.. OperationExamples.All.Select(example => example.Operation)];

    public static TheoryData<string> OfKernels =>
        [.. typeof(Networks).GetProperties().Where(property => property.PropertyType == typeof(Graph)).Select(property => property.Name)];

    [CheckerTheory]
    [MemberData(nameof(Zoo))]
    public void A_network_of_the_zoo_is_valid(string network) => Check(ZooGraphs.Of(network)[0], null, OnnxLayout.ChannelsFirst);

    [CheckerTheory]
    [MemberData(nameof(Operations))]
    public void Every_operation_is_valid(string operation)
    {
        Graph graph = OperationExamples.All.Single(example => example.Operation == operation).Graph();
        Check(graph, null, OnnxLayout.ChannelsFirst);
        Check(graph, 3, OnnxLayout.ChannelsLast);
    }

    [CheckerTheory]
    [MemberData(nameof(OfKernels))]
    public void A_network_of_the_kernels_tests_is_valid(string name) =>
        Check((Graph)typeof(Networks).GetProperty(name)!.GetValue(null)!, null, OnnxLayout.ChannelsFirst);

    [CheckerTheory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Random_graphs_are_valid(int first)
    {
        int checkedGraphs = 0;
        for (int seed = first; seed < first + 30; seed++)
        {
            Graph graph = RandomGraph.Create(new Random(seed), "Random");
            try
            {
                Check(graph, null, OnnxLayout.ChannelsLast);
                Check(graph, 2, OnnxLayout.ChannelsFirst);
                checkedGraphs++;
            }
            catch (NotSupportedException)
            {
                // ONNX has no operator for something in it.
            }
        }

        Assert.InRange(checkedGraphs, 20, 30);
    }

    /// <summary>Older engines read a model where its operators are old.</summary>
    [Theory]
    [InlineData("Conv", 13)]
    [InlineData("Mean", 13)]
    [InlineData("RmsNorm", 13)]
    [InlineData("Upsample", 13)]
    [InlineData("AveragePool", 13)]
    [InlineData("HardSwish", 14)]
    [InlineData("LayerNorm", 17)]
    [InlineData("Mish", 18)]
    [InlineData("Resize", 18)]
    [InlineData("Gelu", 20)]
    public void A_model_has_the_oldest_opset_with_all_of_its_operators(string operation, int opset)
    {
        Graph graph = OperationExamples.All.Single(example => example.Operation == operation).Graph();
        Assert.Equal(opset, ModelReader.Read(Export(graph, null, OnnxLayout.ChannelsFirst), null).Opset);
    }

    private void Check(Graph graph, int? batch, OnnxLayout layout)
    {
        byte[] model = Export(graph, batch, layout);
        OnnxAnswer answer = fixture.Of.Check(model);
        string text = GraphText.Print(graph);
        Assert.True(answer.Error.Length == 0, answer.Error + "\n" + text);
        ModelFile read = ModelReader.Read(model, null);
        if (read.Opset > answer.Newest)
        {
            Assert.Contains(read.Graph.Nodes, node => s_new.Contains(node.Operator));
            return;
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            Shape shape = graph.Nodes[output.Node].Shape;
            IEnumerable<int> dimensions = layout == OnnxLayout.ChannelsLast ? shape.Dimensions : [shape.Channels, .. shape.Spatial];
            string expected = Text(dimensions.Select(size => $"{size}").Prepend(batch is { } size ? $"{size}" : "batch"));
            // Resize and Tile forget what an open batch is called.
            string found = Text(answer.Shapes[output.Name].Select((size, i) =>
                i == 0 && batch is null && size.ToString().StartsWith("unk__", StringComparison.Ordinal) ? "batch" : size.ToString()));
            Assert.True(expected == found, $"{output.Name}: {found} instead of {expected}\n{text}");
        }

        static string Text(IEnumerable<string> sizes) => $"[{string.Join(", ", sizes)}]";
    }

    private static byte[] Export(Graph graph, int? batch, OnnxLayout layout)
    {
        var parameters = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Elements);
        return OnnxExporter.Export(graph, name => new float[parameters[name]], batch, layout);
    }

    /// <summary>One process for all tests of the class.</summary>
    public sealed class Checker : IDisposable
    {
        private readonly Lazy<OnnxChecker> _checker = new(() => new OnnxChecker());

        internal OnnxChecker Of => _checker.Value;

        public void Dispose()
        {
            if (_checker.IsValueCreated) _checker.Value.Dispose();
        }
    }
}
