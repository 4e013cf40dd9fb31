using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Differentiate;

public class DifferentiationTests
{
    private const string Block = """
        x = Input (5, 6, 3)
        stem = Conv x, outputs: 4, kernel: 3
        bn = BatchNorm stem
        act = Relu bn
        wide = Conv act, outputs: 4, kernel: 1, stride: 1
        pool = GlobalAveragePool wide
        fc = Conv pool, outputs: 4, kernel: 1
        gate = Sigmoid fc
        scaled = Multiply wide, gate
        sum = Add scaled, act
        out = Silu sum
        mean = GlobalAveragePool out
        logits = Linear mean, outputs: 3
        output logits
        """;

    private static LossTerm Classes { get; } =
        new("classes", new CrossEntropy(), [new LossOperand("logits"), new LossOperand("labels", Shape.Of(1))]);

    private static readonly Dictionary<string, double[]> s_labels = new() { ["labels"] = [0, 2, 1] };

    [Fact]
    public Task Squeeze_and_excite_block() =>
        Verifier.Verify(GraphText.Print(Differentiation.Run(GraphNotation.Read(Block), 8, [Classes]).Graph));

    [Fact]
    public void A_network_agrees_with_differences() => GradientCheck.Run(GraphNotation.Read(Block), [Classes], given: s_labels);

    [Fact]
    public void Frozen_layers_cost_no_gradient()
    {
        Graph network = GraphNotation.Read(Block);
        var frozen = new FrozenLayers(["stem", "bn"]);
        TrainingGraph training = Differentiation.Run(network, 3, [Classes], frozen);
        Assert.Equal(["wide.weight", "wide.bias", "fc.weight", "fc.bias", "logits.weight", "logits.bias"], training.Trained);
        Assert.Empty(training.Norms);
        // Nothing is computed for what nobody asked for: no gradient of the frozen layers' own input.
        Assert.DoesNotContain(training.Graph.Nodes, node => node.Name is "stem" or "bn" && node.Operation is not (Batched { Each: Conv }
            or BatchNorm));
        GradientCheck.Run(network, [Classes], frozen, s_labels);
    }

    [Fact]
    public void What_has_no_gradient_is_named_with_its_node()
    {
        var builder = new GraphBuilder("network");
        int hidden = builder.Add(new Linear("hidden", 3, true), [builder.Input("x", 4)], "hidden");
        int rigid = builder.Add(new Rigid(), [builder.Add(new Relu(), hidden)], "body.rigid");
        builder.Output("logits", builder.Add(new Linear("logits", 3, true), [rigid], "logits"));
        var found = Assert.Throws<DifferentiationException>(() => Differentiation.Run(builder.Build(), 3, [Classes]));
        Assert.Equal("body.rigid: Rigid has no gradient, so that nothing before it can be trained.", found.Message);
        Assert.Equal(rigid, found.Node);
        // Where nothing before it is trained, nobody asks.
        Assert.Equal(["logits.weight", "logits.bias"],
            Differentiation.Run(builder.Build(), 3, [Classes], new FrozenLayers(["hidden"])).Trained);
    }

    [Fact]
    public void The_first_layer_has_no_data_gradient() => Assert.DoesNotContain(
        Differentiation.Run(GraphNotation.Read(Block), 3, [Classes]).Graph.Nodes,
        node => node.Name == "stem" && node.Operation is Batched { Each: ConvInputGradient });

    [Fact]
    public void A_layer_that_is_used_twice_gets_both_gradients() => GradientCheck.Run(GraphNotation.Read("""
        x = Input (4, 3, 2)
        a = Conv x, outputs: 2, kernel: 3, path: shared
        b = Conv a, outputs: 2, kernel: 3, path: shared
        output b
        """));

    [Fact]
    public void A_square_gets_both_gradients() => GradientCheck.Run(GraphNotation.Read("""
        x = Input (4, 3, 2)
        a = Conv x, outputs: 2, kernel: 3
        b = Multiply a, a
        output b
        output a
        """));

    [Fact]
    public void A_batch_of_a_frozen_network_is_its_samples()
    {
        Graph network = GraphNotation.Read(Block);
        TrainingGraph training = Differentiation.Run(network, 3, [], new FrozenLayers(["stem", "bn", "wide", "fc", "logits"]));
        Assert.Empty(training.Trained);
        var parameters = RandomValues.Parameters(network);
        double[] batch = RandomValues.Normal(5, 3 * 90);
        double[] found = ReferenceInterpreter.Run(training.Graph, parameters, new Dictionary<string, double[]> { ["x"] = batch })["logits"];
        for (int sample = 0; sample < 3; sample++)
        {
            var input = new Dictionary<string, double[]> { ["x"] = batch[(sample * 90)..((sample + 1) * 90)] };
            GraphChecks.Close(ReferenceInterpreter.Run(network, parameters, input)["logits"], found[(sample * 3)..(sample * 3 + 3)], 1e-12);
        }
    }

    [Fact]
    public void Statistics_are_those_of_the_batch()
    {
        TrainingGraph training = Differentiation.Run(GraphNotation.Read("""
            x = Input (1, 2, 1)
            bn = BatchNorm x
            output bn
            """), 2, []);
        Assert.Equal(["bn"], training.Norms);
        var found = ReferenceInterpreter.Run(
            training.Graph, RandomValues.Parameters(training.Graph), new Dictionary<string, double[]> { ["x"] = [1, 2, 3, 6] });
        Assert.Equal([3, 3.5], found["statistics.bn"]);
    }

    [Fact]
    public void Frames_cannot_be_trained_on()
    {
        var exception = Assert.Throws<DifferentiationException>(() => Differentiation.Run(GraphNotation.Read("""
            x = Input (2, 4, 4, 1)
            a = Conv x, outputs: 2, kernel: 1
            output a
            """), 2, []));
        Assert.Equal(
            "x: a value of the shape (2, 4, 4, 1) cannot be trained on: the batch is a fourth dimension beside height, width and channels, "
            + "and there is no fifth. Train on single frames.", exception.Message);
    }

    [Fact]
    public void A_norm_over_a_single_value_is_refused() => Assert.Contains(
        "Train with a larger batch",
        Assert.Throws<DifferentiationException>(() => Differentiation.Run(GraphNotation.Read("""
            x = Input (4)
            bn = BatchNorm x
            output bn
            """), 1, [])).Message);

    private sealed record Rigid : Operation
    {
        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Evaluate(ReferenceContext context) => context.Inputs[0].Values.CopyTo(context.Output.Values, 0);

        public override void Export(OnnxContext context) => throw new NotSupportedException();
    }
}
