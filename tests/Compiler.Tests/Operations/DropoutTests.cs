using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class DropoutTests
{
    [Fact]
    public void Is_nothing_at_inference() =>
        Assert.Equal([1, -2, 3], new OperationCase("Dropout", "rate: 0.9", "3").Evaluate(1, -2, 3));

    [Theory]
    [InlineData("7x5x17", "rate: 0.25")]
    [InlineData("5", "")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Dropout", properties, shape);

    [Theory]
    [InlineData("1")]
    [InlineData("-0.1")]
    [InlineData("20")]
    public void The_rate_is_a_share(string rate) => Assert.Contains(
        "it must be the share of values dropped in training, 0 or greater and less than 1, such as 0.5",
        OperationCase.Error("Dropout", "rate: " + rate, "8"));

    /// <summary>Forward and backward are the same operation, so that both have the same mask.</summary>
    [Fact]
    public void Drops_in_training()
    {
        Node[] drops = Drops("rate: 0.2");
        Assert.Equal(2, drops.Length);
        Assert.Equal(new Drop(0.2, 0), drops[0].Operation);
        Assert.Equal(drops[0].Operation, drops[1].Operation);
    }

    [Fact]
    public void Drops_nothing_at_a_rate_of_zero() => Assert.Empty(Drops("rate: 0"));

    [Fact]
    public void Drops_nothing_in_a_frozen_layer() => Assert.Empty(Drops("rate: 0.2", OperationCase.Path));

    [Fact]
    public void Every_use_has_numbers_of_its_own()
    {
        var builder = new GraphBuilder("two");
        int x = builder.Input("x", 4);
        builder.Output("y", builder.Add(new Dropout(0.2), [builder.Add(new Dropout(0), [builder.Add(new Dropout(0.2), x)], "a")], "b"));
        Graph step = Differentiation.Run(builder.Build(), 2, []).Graph;
        Assert.Equal([0, 2], step.Nodes.Select(node => node.Operation).OfType<Drop>().Select(drop => drop.Stream));
        Assert.Single(step.Inputs, node => ((Input)node.Operation).Name == TrainingStep.NumbersName);
    }

    private static Node[] Drops(string properties, params string[] frozen) =>
    [
        .. Differentiation.Run(new OperationCase("Dropout", properties, "3x5x2").Graph, 2, [], new FrozenLayers([.. frozen]),
            wantedInputs: ["x0"], givenGradients: ["y0"]).Graph.Nodes.Where(node => node.Operation is Drop),
    ];
}
