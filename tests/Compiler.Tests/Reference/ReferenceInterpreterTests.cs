using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Reference;

public class ReferenceInterpreterTests
{
    private static readonly Graph Graph = GraphText.Parse(
        """
        graph Two
        %0 (2) = Input name: a
        %1 (2) = Input name: b
        %2 (2) = Add %0, %1
        %3 (1) = Linear %2, outputs: 1, bias: false @ fc
        output sum = %2
        output product = %3
        """);

    private static readonly Dictionary<string, double[]> Inputs = new() { ["a"] = [1, 2], ["b"] = [10, 20] };

    [Fact]
    public void Returns_every_output()
    {
        var outputs = ReferenceInterpreter.Run(Graph, new Dictionary<string, double[]> { ["fc.weight"] = [2, 3] }, Inputs);
        Assert.Equal([11, 22], outputs["sum"]);
        Assert.Equal([22 + 66], outputs["product"]);
    }

    [Fact]
    public void Returns_every_value_on_request()
    {
        var values = ReferenceInterpreter.RunAll(Graph, _ => [2, 3], Inputs);
        Assert.Equal([2, 2, 2, 1], values.Select(value => value.Values.Length));
    }

    [Fact]
    public void Names_what_is_missing_or_too_long()
    {
        static void Throws(string message, Action run) => Assert.Equal(message, Assert.Throws<ArgumentException>(run).Message);
        Throws("The input 'b' (2) is missing.", () =>
            ReferenceInterpreter.Run(Graph, _ => new float[2], new Dictionary<string, double[]> { ["a"] = [1, 2] }));
        Throws("The input 'a' (2) needs 2 values, but 1 were given.", () =>
            ReferenceInterpreter.Run(Graph, _ => new float[2], new Dictionary<string, double[]> { ["a"] = [1] }));
        Throws("The parameter 'fc.weight' is missing.", () => ReferenceInterpreter.Run(Graph, new Dictionary<string, double[]>(), Inputs));
        Throws("The parameter 'fc.weight' needs 2 values, but 3 were given.", () =>
            ReferenceInterpreter.Run(Graph, _ => new float[3], Inputs));
    }
}
