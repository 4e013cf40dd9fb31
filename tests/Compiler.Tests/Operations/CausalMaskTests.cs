using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Operations;

public class CausalMaskTests
{
    [Fact]
    public void Hides_later_positions()
    {
        var builder = new GraphBuilder("causal");
        builder.Output("y", builder.Add(new CausalMask(), builder.Input("x", 2, 2)));
        var results = ReferenceInterpreter.Run(
            builder.Build(), new Dictionary<string, double[]>(), new Dictionary<string, double[]> { ["x"] = [1, 2, 3, 4] });
        Assert.Equal([1, double.NegativeInfinity, 3, 4], results["y"]);
    }
}
