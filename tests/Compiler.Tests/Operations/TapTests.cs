using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class TapTests
{
    [Fact]
    public void Makes_no_node() => Assert.Single(new OperationCase("Tap", "", "4x4x1").Graph.Nodes);
}
