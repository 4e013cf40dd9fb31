using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class Relu6Tests
{
    [Theory]
    [InlineData("", -2, 0)]
    [InlineData("", 3.5, 3.5)]
    [InlineData("", 6.5, 6)]
    [InlineData("", double.PositiveInfinity, 6)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Relu6", properties, "1").Evaluate(x)[0], 14);
}
