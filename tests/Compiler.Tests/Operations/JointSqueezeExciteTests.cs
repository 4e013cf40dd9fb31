using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class JointSqueezeExciteTests
{
    [Theory]
    [InlineData("7x5x12, 9x8", "")]
    [InlineData("7x5x12, 9x8, 3", "reduction: 2, factor: 1, bias: false")]
    [InlineData("3x4x5x6, 5", "channels: 5, inner: Silu, gate: HardSigmoid")]
    public void Agrees_with_ONNX_Runtime(string shapes, string properties) =>
        OperationCase.AgreesWithOnnxRuntime("JointSqueezeExcite", properties, shapes);

    /// <summary>The paper's formulas, number by number.</summary>
    [Fact]
    public void Has_its_values()
    {
        double[] a = [1, 2, 3, 4, 5, 6], b = [0.5, -1, 2];
        double[] squeeze = [0.1, -0.2, 0.3, 0.4, 0.5, -0.6, 0.7, 0.2, 0.3, 0.1], bias = [0.05, -0.1];
        double[] first = [0.3, -0.4, 0.2, 0.9], firstBias = [0.1, 0.2];
        double[] means = [3, 4, 0.5, -1, 2];
        double[] z = [.. Enumerable.Range(0, 2).Select(r =>
            Math.Max(0, bias[r] + Enumerable.Range(0, 5).Sum(c => squeeze[r * 5 + c] * means[c])))];
        double[] gates = [.. Enumerable.Range(0, 2).Select(c =>
            2 / (1 + Math.Exp(-(firstBias[c] + first[c * 2] * z[0] + first[c * 2 + 1] * z[1]))))];
        double[] found = new OperationCase("JointSqueezeExcite", "channels: 2", "3x2, 3").Evaluate(
            [a, b], ("squeeze.weight", squeeze), ("squeeze.bias", bias), ("excite.0.weight", first), ("excite.0.bias", firstBias),
            ("excite.1.weight", new double[6]), ("excite.1.bias", new double[3]));
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i] * gates[i % 2], found[i], 14);
    }

    [Theory]
    [InlineData("7x5x12", "", "it squeezes at least two together")]
    [InlineData("7x2, 1", "", "the reduction is 4, but the inputs have only 3 channels together")]
    [InlineData("7x2, 1", "channels: 0", "channels is 0, but it must be at least 1")]
    public void Says_what_is_wrong(string shapes, string properties, string part) =>
        Assert.Contains(part, OperationCase.Error("JointSqueezeExcite", properties, shapes), StringComparison.Ordinal);
}
