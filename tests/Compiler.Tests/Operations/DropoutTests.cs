using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class DropoutTests
{
    [Fact]
    public void Is_nothing_at_inference() => Assert.Single(new OperationCase("Dropout", "rate: 0.5", "4x4x1").Graph.Nodes);
}
