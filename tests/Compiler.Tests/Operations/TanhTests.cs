using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class TanhTests
{
    [Theory]
    [InlineData("", -3, -0.9950547536867305)]
    [InlineData("", -0.5, -0.46211715726000974)]
    [InlineData("", 0.25, 0.24491866240370913)]
    [InlineData("", 2, 0.9640275800758169)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Tanh", properties, "1").Evaluate(x)[0], 14);
}
