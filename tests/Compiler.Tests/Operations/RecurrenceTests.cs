using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class RecurrenceTests
{
    [Theory]
    [InlineData("Rnn", "7x3", "hidden: 5, reverse: true")]
    [InlineData("Rnn", "7x3", "hidden: 5, layers: 2, bidirectional: true, bias: false")]
    [InlineData("RnnSteps", "7x5", "hidden: 5")]
    [InlineData("Gru", "7x3", "hidden: 5")]
    [InlineData("Gru", "1x3", "hidden: 5")]
    [InlineData("Gru", "7x3", "hidden: 5, reverse: true, bias: false")]
    [InlineData("Gru", "7x3", "hidden: 5, layers: 2, bidirectional: true")]
    [InlineData("Gru", "40x17", "hidden: 33, layers: 3")]
    [InlineData("GruSteps", "7x15", "hidden: 5, reverse: true")]
    [InlineData("Lstm", "7x3", "hidden: 5")]
    [InlineData("Lstm", "7x3", "hidden: 1, reverse: true, bias: false")]
    [InlineData("Lstm", "7x3", "hidden: 5, layers: 2, bidirectional: true")]
    [InlineData("LstmSteps", "7x20", "hidden: 5, reverse: true")]
    public void Agrees_with_ONNX_Runtime(string kind, string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);

    /// <summary>The state dict of <c>nn.GRU(8, 5, num_layers=2, bidirectional=True)</c>.</summary>
    [Fact]
    public void Has_the_parameters_of_PyTorch() => Assert.Equal(
        [
            ("weight_ih_l0", "15x8"), ("bias_ih_l0", "15"), ("weight_hh_l0", "15x5"), ("bias_hh_l0", "15"),
            ("weight_ih_l0_reverse", "15x8"), ("bias_ih_l0_reverse", "15"), ("weight_hh_l0_reverse", "15x5"), ("bias_hh_l0_reverse", "15"),
            ("weight_ih_l1", "15x10"), ("bias_ih_l1", "15"), ("weight_hh_l1", "15x5"), ("bias_hh_l1", "15"),
            ("weight_ih_l1_reverse", "15x10"), ("bias_ih_l1_reverse", "15"), ("weight_hh_l1_reverse", "15x5"),
            ("bias_hh_l1_reverse", "15"),
        ],
        new OperationCase("Gru", "hidden: 5, layers: 2, bidirectional: true", "7x8").Graph.Parameters
            .Select(parameter => (parameter.Name.Replace("layer.", ""), string.Join("x", parameter.Dimensions))));

    /// <summary>With all gates open, a cell adds up what comes.</summary>
    [Fact]
    public void A_cell_keeps_what_it_has()
    {
        double[] open = [40, 40, 1, 40];
        double[] states = new OperationCase("LstmSteps", "hidden: 1, bias: false", "3x4")
            .Evaluate([[.. open, .. open, .. open]], ("weight_hh_l0", new double[4]));
        Assert.Equal(Math.Tanh(Math.Tanh(1)), states[0], 12);
        Assert.Equal(Math.Tanh(3 * Math.Tanh(1)), states[2], 12);
    }

    /// <summary>Of the first step the state has no part: what is left is σ(o) tanh(σ(i) tanh(g)), and (1 − σ(z)) tanh(n).</summary>
    [Fact]
    public void Has_its_values_in_the_first_step()
    {
        double[] lstm = new OperationCase("LstmSteps", "hidden: 1, bias: false", "1x4")
            .Evaluate([[0.3, -2, 0.7, 1.1]], ("weight_hh_l0", [1, 2, 3, 4]));
        Assert.Equal(Math.Tanh(Math.Tanh(0.7) / (1 + Math.Exp(-0.3))) / (1 + Math.Exp(-1.1)), lstm[0], 14);
        double[] gru = new OperationCase("GruSteps", "hidden: 1, bias: false", "1x3")
            .Evaluate([[5, 0.4, 0.9]], ("weight_hh_l0", [1, 2, 3]));
        Assert.Equal(Math.Tanh(0.9) / (1 + Math.Exp(0.4)), gru[0], 14);
    }

    [Theory]
    [InlineData("Gru", "hidden: 5", "7x5x3", "the input is (7, 5, 3), but a sequence (L, C) was expected")]
    [InlineData("Lstm", "hidden: 5", "7", "Reshape it to (7, 1) or (1, 7)")]
    [InlineData("Gru", "hidden: 0", "7x3", "hidden is 0, but it must be at least 1")]
    [InlineData("Lstm", "hidden: 2, layers: 0", "7x3", "layers is 0, but it must be at least 1")]
    [InlineData("Lstm", "hidden: 2, layers: 2147483647", "7x3", "layers is 2147483647, but it must be at most 100")]
    [InlineData("Gru", "hidden: 2147483647", "7x3", "hidden is 2147483647, for which the state is multiplied by more than")]
    [InlineData("Gru", "hidden: 2, reverse: true, bidirectional: true", "7x3", "Leave Reverse out")]
    [InlineData("GruSteps", "hidden: 5", "7x16", "for 3 gates of 5 numbers it must have 15 channels")]
    public void Says_what_is_wrong(string kind, string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error(kind, properties, shape), StringComparison.Ordinal);
}
