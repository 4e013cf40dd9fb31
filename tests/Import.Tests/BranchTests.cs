using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>If with a condition that is known while the model is read.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData(1, "Relu")]
    [InlineData(0, "Sigmoid")]
    public void TheBranchOfAKnownConditionIsTaken(long condition, string expected)
    {
        OnnxText then = new(prefix: "then_"), otherwise = new(prefix: "else_"), model = new();
        string result = model.Add("If", [model.Longs(condition)],
            ("then_branch", then.Branch(then.Add("Relu", ["x"]))),
            ("else_branch", otherwise.Branch(otherwise.Add("Sigmoid", ["x"]))));
        AssertKinds(model.Import(model.Add("Tanh", [result]), 1, 8), "Input", expected, "Tanh");
    }

    /// <summary>What exporters write for Squeeze: the shape decides.</summary>
    [Fact]
    public void AShapeDecides()
    {
        OnnxText then = new(prefix: "then_"), otherwise = new(prefix: "else_"), model = new();
        string size = model.Add("Gather", [model.Add("Shape", ["x"]), model.Longs(2)]);
        string one = model.Add("Equal", [size, model.Longs(1)]);
        string result = model.Add("If", [one],
            ("then_branch", then.Branch(then.Add("Squeeze", ["x", then.Longs(2)]))),
            ("else_branch", otherwise.Branch(otherwise.Add("Identity", ["x"]))));
        ImportedModel imported = model.Import(model.Add("Relu", [result]), 1, 8, 1);
        Assert.Equal([1, 8], imported.Outputs[0].Dimensions);
    }

    /// <summary>A branch has weights and constants of its own, reads values around it, and may have another in it.</summary>
    [Fact]
    public void BranchesHaveWeightsOfTheirOwn()
    {
        OnnxText inner = new(prefix: "inner_"), then = new(prefix: "then_"), model = new();
        string sum = inner.Add("Add", [inner.Add("MatMul", ["outer", inner.Random("inner_w", 8, 4)]), inner.Random("inner_b", 4)]);
        string nested = then.Add("If", ["yes"], ("then_branch", inner.Branch(sum)), ("else_branch", new OnnxText().Branch("outer")));
        ModelFile file = model.Build(
            model.Add("If", [model.Longs(1)], ("then_branch", then.Branch(nested)), ("else_branch", new OnnxText().Branch("outer"))), 1, 8);
        ModelNode outer = new("", "Relu", "", ["x"], ["outer"], new Dictionary<string, ModelAttribute>());
        ModelNode yes = new("", "Constant", "", [], ["yes"],
            new Dictionary<string, ModelAttribute> { ["value_int"] = new("value_int") { Integer = 1 } });
        // The If stands before what it reads: captured values decide about the order, too.
        file = file with { Graph = file.Graph with { Nodes = [.. file.Graph.Nodes, outer, yes] } };
        ImportedModel imported = ModelImporter.Import(file, new ImportOptions());
        AssertKinds(imported, "Input", "Relu", "Linear");
        Assert.Equal(8 * 4 + 4, imported.Graph.ParameterCount);
    }

    [Fact]
    public void TwoBranchesMayUseTheSameNames()
    {
        OnnxText first = new(prefix: "same_"), second = new(prefix: "same_"), model = new();
        string a = model.Add("If", [model.Longs(1)],
            ("then_branch", first.Branch(first.Add("Mul", ["x", first.Float(2)]))), ("else_branch", new OnnxText().Branch("x")));
        string b = model.Add("If", [model.Longs(1)],
            ("then_branch", second.Branch(second.Add("Mul", ["x", second.Float(3)]))), ("else_branch", new OnnxText().Branch("x")));
        ImportedModel imported = model.Import(model.Add("Mul", [a, model.Add("Sigmoid", [b])]), 1, 8);
        Assert.Equal([2, 3], imported.Graph.Nodes.Select(node => node.Operation).OfType<Affine>().Select(affine => affine.Scale).Order());
    }

    [Fact]
    public void AComputedConditionIsRefused()
    {
        OnnxText then = new(prefix: "then_"), model = new();
        string condition = model.Add("ReduceMax", ["x"]);
        string result = model.Add("If", [condition],
            ("then_branch", then.Branch(then.Add("Relu", ["x"]))), ("else_branch", new OnnxText().Branch("x")));
        Assert.Contains("its condition is computed from an input", Fails(model, result));
    }

    [Fact]
    public void AComparisonThatDecidesIsNamed()
    {
        OnnxText then = new(prefix: "then_"), model = new();
        string condition = model.Add("Cast", [model.Add("GreaterOrEqual", [model.Add("ReduceMax", ["x"]), model.Float(0)])], ("to", 9));
        string result = model.Add("If", [condition],
            ("then_branch", then.Branch(then.Add("Relu", ["x"]))), ("else_branch", new OnnxText().Branch("x")));
        Assert.Contains("GreaterOrEqual: an If takes one of its branches by it", Fails(model, result));
    }

    [Fact]
    public void AnOperatorThatOnlyABranchNeedsIsReported()
    {
        OnnxText then = new(prefix: "then_"), model = new();
        string result = model.Add("If", [model.Longs(1)],
            ("then_branch", then.Branch(then.Add("Loop", ["x"]))), ("else_branch", new OnnxText().Branch("x")));
        Assert.Contains("its graph 'then_branch' needs Loop, which is not known", Fails(model, result));
    }

    [Fact]
    public void AnOperatorOfTheOtherBranchDoesNotMatter()
    {
        OnnxText then = new(prefix: "then_"), model = new();
        string result = model.Add("If", [model.Longs(0)],
            ("then_branch", then.Branch(then.Add("Loop", ["x"]))), ("else_branch", new OnnxText().Branch("x")));
        AssertKinds(model.Import(model.Add("Relu", [result]), 1, 8), "Input", "Relu");
    }

    [Fact]
    public void ANodeThatFailsInABranchIsReportedOnce()
    {
        OnnxText then = new(prefix: "then_"), model = new();
        string pooled = then.Add("LpNormalization", ["x"], ("p", 1));
        string result = model.Add("If", [model.Longs(1)],
            ("then_branch", then.Branch(pooled)), ("else_branch", new OnnxText().Branch("x")));
        string message = Fails(model, model.Add("Relu", [result]));
        Assert.Contains("1 node of it is not supported", message);
        Assert.Contains("LpNormalization", message);
    }

    [Fact]
    public void AMissingBranchIsReported()
    {
        var model = new OnnxText();
        Assert.Contains("it has no graph 'then_branch'", Fails(model, model.Add("If", [model.Longs(1)])));
    }

    [Fact]
    public void AValueThatIsMadeInsideAndOutsideIsReported()
    {
        OnnxText then = new(), model = new();
        string outside = model.Add("Relu", ["x"]);
        string result = model.Add("If", [model.Longs(1)],
            ("then_branch", then.Branch(then.Add("Sigmoid", ["x"]))), ("else_branch", new OnnxText().Branch(outside)));
        Assert.Contains("makes the value 'v0', which the graph around it makes, too", Fails(model, result));
    }

    private static string Fails(OnnxText model, string output) =>
        Assert.ThrowsAny<ImportException>(() => model.Import(output, 1, 8)).Message;

    private static void AssertKinds(ImportedModel model, params string[] kinds) =>
        Assert.Equal(kinds, model.Graph.Nodes.Select(node => node.Operation.Kind));
}
