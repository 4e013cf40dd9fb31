using Fusion.Compiler.Schedule;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Schedule;

/// <summary>Which output may lie in which input's memory: for each input, the outputs that may.</summary>
public sealed class InPlaceTests
{
    [Theory]
    // Value by value, with what an epilogue reads.
    [InlineData("a = Relu x | output a", "x: a; y: a")]
    [InlineData("s = Add x, y | a = Relu s | output a", "x: a; y: a")]
    [InlineData("a = Multiply x, v | output a", "x: a; y: a; v: ")]
    [InlineData("a = Multiply v, x | output a", "x: a; y: a; v: ")]
    // A kernel that reads other values than the one that it writes.
    [InlineData("a = Softmax x | output a", "x: ; y: a")]
    [InlineData("a = Linear x, outputs: 16 | output a", "x: ; y: a")]
    [InlineData("a = MaxPool x, kernel: 3, stride: 1, padding: 1 | output a", "x: ; y: a")]
    // Read before the first output is written, or afterwards.
    [InlineData("b = Linear x, outputs: 16 | c = Relu b | a = Softmax c | output a", "x: a; y: a")]
    [InlineData("b = Softmax x | a = Softmax y | output b | output a", "x: a; y: ")]
    [InlineData("a = Relu x | b = Relu x | output a | output b", "x: b; y: a, b")]
    [InlineData("s = Slice x, start: 0, count: 16 | t = Relu s | output t", "x: t; y: t")]
    [InlineData("a = Relu x | b = Concat a, y | output b", "x: ; y: ")]
    // An input that a tap shows where the caller has it.
    [InlineData("a = Relu x | output a | tap X = x", "x: ; y: a")]
    [InlineData("s = Slice x, start: 0, count: 16 | t = Relu s | output t | tap S = s", "x: ; y: t")]
    public void Outputs_in_the_memory_of_inputs(string body, string expected)
    {
        Graph graph = GraphNotation.Read("x = Input (4, 5, 16)\ny = Input (4, 5, 16)\nv = Input (16)\n" + body.Replace(" | ", "\n"));
        foreach (NetworkPlan plan in PlanChecks.Plans(graph))
        {
            var lines = graph.Inputs.Select((input, i) => $"{input.Name}: " + string.Join(", ", graph.Outputs
                .Where((_, o) => InPlace.IsPossible(plan, i, o)).Select(output => output.Name)));
            string found = string.Join("; ", lines.Take(expected.Count(c => c == ':')));
            Assert.Equal(expected, found);
        }
    }
}
