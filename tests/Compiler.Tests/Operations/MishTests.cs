using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class MishTests
{
    [Theory]
    [InlineData("", -3, -0.1456474612756246)]
    [InlineData("", -0.5, -0.22074377465173)]
    [InlineData("", 0.25, 0.1695724096638176)]
    [InlineData("", 2, 1.9439589595339946)]
    [InlineData("", 1000, 1000)]
    [InlineData("", -1000, 0)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Mish", properties, "1").Evaluate(x)[0], 14);
}
