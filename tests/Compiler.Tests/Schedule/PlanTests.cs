using Fusion.Compiler.Reference;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Tests.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Compiler.Tests.Schedule;

/// <summary>Plans as data: where values lie, how work is cut up; and that a network computed where the plan says gives what it means.</summary>
public sealed class PlanTests
{
    [Fact]
    public void Networks_of_building_blocks()
    {
        foreach (Graph graph in Networks.All) Holds(graph);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Networks_made_at_random(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 12; i++) Holds(RandomGraph.Create(random, $"Random{seed}_{i}"));
    }

    /// <summary>Kernels load whole vectors, and nothing may lie behind the caller's memory.</summary>
    [Theory]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | output a | output b = a")]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | b = Concat a, x | output a | output b")]
    [InlineData("a = Conv x, outputs: 7, kernel: 3 | b = Append a, a | output a | output b")]
    [InlineData("a = Conv x, outputs: 8, kernel: 3 | b = Relu a | c = Softmax b | output b | output c")]
    [InlineData("a = Conv x, outputs: 16, kernel: 3 | s = Slice a, start: 3, count: 8 | c = Softmax s | output a | output c")]
    [InlineData("a = Conv x, outputs: 16, kernel: 3 | s = Reshape a, dimensions: (3, -1) | c = Softmax s | output a | output c")]
    [InlineData("a = Softmax x | output a")]
    [InlineData("s = Slice y, start: 3, count: 8 | a = Softmax s | output a")]
    [InlineData("s = Reshape y, dimensions: (4, 60) | a = Softmax s | output a")]
    [InlineData("a = Softmax y | output a | output y")]
    public void Values_that_are_read_where_the_caller_has_them(string body) =>
        Holds(GraphNotation.Read("x = Input (3, 5, 7)\ny = Input (3, 5, 16)\n" + body.Replace(" | ", "\n")));

    private static void Holds(Graph graph, ScheduleOptions? options = null)
    {
        var plans = PlanChecks.Plans(graph, options);
        PlanChecks.SameForAll(plans);
        var parameters = RandomValues.Parameters(graph);
        var inputs = graph.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name, node => RandomValues.Normal(3 + node.Id, node.Shape.Elements));
        var expected = ReferenceInterpreter.Run(graph, parameters, inputs);
        foreach (NetworkPlan plan in plans)
        {
            PlanChecks.Sound(plan);
            var found = PlanInterpreter.Run(plan, parameters, inputs);
            foreach (var (output, values) in expected) GraphChecks.Close(values, found[output], 1e-11);
        }
    }
}
