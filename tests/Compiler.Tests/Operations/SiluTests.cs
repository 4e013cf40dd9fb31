using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class SiluTests
{
    [Theory]
    [InlineData("", -3, -0.14227761953270035)]
    [InlineData("", -0.5, -0.1887703343990727)]
    [InlineData("", 0.25, 0.14054412522144952)]
    [InlineData("", 2, 1.7615941559557646)]
    public void Has_its_values(string properties, double x, double expected) =>
        Assert.Equal(expected, new OperationCase("Silu", properties, "1").Evaluate(x)[0], 14);
}
