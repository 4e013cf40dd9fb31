using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class PositionScanTests
{
    [Theory]
    [InlineData("CumulativeSum", "7x3", "")]
    [InlineData("CumulativeSum", "7x3", "reverse: true")]
    [InlineData("CumulativeSum", "4x5x3", "")]
    [InlineData("CumulativeSum", "4x2x3x2", "reverse: true")]
    [InlineData("Smooth", "7x3", "lambda: 2.5")]
    [InlineData("Smooth", "1x3", "lambda: 2.5")]
    [InlineData("Smooth", "40x2", "lambda: 1000")]
    [InlineData("Smooth", "7x3", "lambda: 0")]
    public void Agrees_with_ONNX_Runtime(string kind, string shape, string properties) =>
        OperationCase.AgreesWithOnnxRuntime(kind, properties, shape);

    /// <summary>The sum of squares is least where its derivative is zero: (I + λ D) g = x.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(50)]
    public void Smooth_solves_its_equations(double lambda)
    {
        double[] x = [3, -1, 4, 1, -5, 9, 2];
        double[] g = new OperationCase("Smooth", FormattableString.Invariant($"lambda: {lambda}"), "7x1").Evaluate(x);
        for (int t = 0; t < x.Length; t++)
        {
            double left = t > 0 ? g[t] - g[t - 1] : 0, right = t < x.Length - 1 ? g[t] - g[t + 1] : 0;
            Assert.Equal(x[t], g[t] + lambda * (left + right), 12);
        }
    }

    [Theory]
    [InlineData("Smooth", "", "5x1", "lambda is missing")]
    [InlineData("Smooth", "lambda: -1", "5x1", "at least 0")]
    [InlineData("CumulativeSum", "", "5", "has no spatial dimensions")]
    public void Says_what_is_wrong(string kind, string properties, string shape, string part) =>
        Assert.Contains(part, OperationCase.Error(kind, properties, shape));
}
