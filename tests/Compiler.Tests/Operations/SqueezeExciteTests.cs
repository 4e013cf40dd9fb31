using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SqueezeExciteTests
{
    [Theory]
    [InlineData("7x5x32", "")]
    [InlineData("7x5x17", "channels: 5, inner: Silu")]
    [InlineData("7x5x24", "reduction: 4, gate: HardSigmoid, gateSlope: 0.2, gateOffset: 0.5")]
    [InlineData("7x5x24", "reduction: 4, pool: Sum, bias: false")]
    [InlineData("9x16", "reduction: 2, inner: None")]
    [InlineData("3x4x5x16", "reduction: 2, axes: \"Height, Width\"")]
    [InlineData("4x5x16", "reduction: 2, axes: Width, pool: Max")]
    [InlineData("4x5x16, 4x5x1", "reduction: 2")]
    [InlineData("4x5x16, 7", "reduction: 2")]
    [InlineData("4x5x16, 7, 4x5x1", "reduction: 2")]
    [InlineData("3x4x5x16, 7", "reduction: 2, axes: \"Height, Width\"")]
    [InlineData("3x4x5x16, 3x1x1x7, 3x4x5x1", "reduction: 2, axes: \"Height, Width\"")]
    public void Agrees_with_ONNX_Runtime(string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("SqueezeExcite", properties, shape);

    [Fact]
    public void Is_the_same_as_written_by_hand()
    {
        Graph graph = new OperationCase("SqueezeExcite", "reduction: 4, gate: HardSigmoid", "7x5x24").Graph;
        Assert.Equal(
            """
            graph case
            %0 (7, 5, 24) = Input name: x0 @ x0
            %1 (24) = GlobalPool %0, mode: Average @ layer.pool
            %2 (6) = Conv %1, outputs: 6, kernel: 1, bias: true @ layer.fc1
            %3 (6) = Relu %2 @ layer.inner
            %4 (24) = Conv %3, outputs: 24, kernel: 1, bias: true @ layer.fc2
            %5 (24) = HardSigmoid %4, slope: 0.16666666666666666, offset: 0.5 @ layer.gate
            %6 (7, 5, 24) = Multiply %0, %5 @ layer
            output y0 = %6

            """.ReplaceLineEndings("\n"),
            GraphText.Print(graph));
        Assert.Equal(24 * 6 + 6 + 6 * 24 + 24, graph.ParameterCount);
    }

    [Fact]
    public void A_gate_for_each_frame_has_the_same_parameters_as_one_for_all()
    {
        Graph all = new OperationCase("SqueezeExcite", "reduction: 4", "3x7x5x24").Graph;
        Graph each = new OperationCase("SqueezeExcite", "reduction: 4, axes: \"Height, Width\"", "3x7x5x24").Graph;
        Assert.Equal(all.Parameters, each.Parameters);
    }

    [Fact]
    public void A_context_joins_the_means()
    {
        Graph graph = new OperationCase("SqueezeExcite", "reduction: 4", "7x5x24, 9").Graph;
        Assert.Equal([6, 24 + 9, 1, 1], graph.Parameters.Single(parameter => parameter.Name == "layer.fc1.weight").Dimensions);
    }

    [Fact]
    public void Parameters_may_have_other_names() => Assert.Equal(
        ["layer.reduce.weight", "layer.reduce.bias", "layer.expand.weight", "layer.expand.bias"],
        new OperationCase("SqueezeExcite", "first: reduce, second: expand", "7x5x32").Graph.Parameters.Select(parameter => parameter.Name));

    [Theory]
    [InlineData("reduction: 16", "4x4x8", "reduction is 16, but the input has only 8 channels")]
    [InlineData("reduction: 4, channels: 3", "4x4x8", "both a reduction and the number of channels")]
    [InlineData("reduction: 4, gateSlope: 0.2", "4x4x8", "gateSlope is given, but the gate is Sigmoid")]
    [InlineData("reduction: 4, gate: None, gateOffset: 0.2", "4x4x8", "gateOffset is given, but the gate is None")]
    [InlineData("", "64", "has no spatial dimensions")]
    [InlineData("axes: Channels", "4x4x64", "a squeeze runs over positions, not over channels")]
    [InlineData("axes: Frames", "4x4x64", "the input (4, 4, 64) has no Axes.Frames")]
    [InlineData("", "4x4x64, 4x4x1, 4x4x1", "there are two masks. Multiply them.")]
    [InlineData("", "4x4x64, 3, 4", "there are two contexts. Put them side by side with Concat.")]
    [InlineData("", "4x4x64, 8x8x1", "the mask (8, 8, 1), but a mask has the input's positions")]
    [InlineData("pool: Max", "4x4x64, 4x4x1", "a mask weighs means, but the pool is Max")]
    [InlineData("gate: Sigmund", "4x4x64", "The activation 'Sigmund' does not exist")]
    public void Says_what_is_wrong(string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error("SqueezeExcite", properties, shape));
}
