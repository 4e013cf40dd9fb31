using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class HardSwishTests
{
    [Theory]
    [InlineData("", -4, 0)]
    [InlineData("", -3, 0)]
    [InlineData("", -1, -1.0 / 3)]
    [InlineData("", 1, 2.0 / 3)]
    [InlineData("", 3, 3)]
    [InlineData("", 7, 7)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("HardSwish", properties, "1").Evaluate(x)[0], 14);
}
