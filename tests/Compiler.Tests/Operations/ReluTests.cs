using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class ReluTests
{
    [Theory]
    [InlineData("", -2, 0)]
    [InlineData("", 0, 0)]
    [InlineData("", 3.5, 3.5)]
    [InlineData("", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("", double.NegativeInfinity, 0)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Relu", properties, "1").Evaluate(x)[0], 14);
}
