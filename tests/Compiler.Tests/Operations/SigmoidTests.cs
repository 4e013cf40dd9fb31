using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SigmoidTests
{
    [Theory]
    [InlineData("", -3, 0.04742587317756678)]
    [InlineData("", -0.5, 0.3775406687981454)]
    [InlineData("", 0.25, 0.5621765008857981)]
    [InlineData("", 2, 0.8807970779778823)]
    [InlineData("", -1000, 0)]
    [InlineData("", 1000, 1)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Sigmoid", properties, "1").Evaluate(x)[0], 14);
}
