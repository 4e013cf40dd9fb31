using Fusion.Compiler;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS046 and FUS047: what nests too deep for the compiler's stack is refused, on as small a stack as threads have
/// anywhere.</summary>
public class DepthTests
{
    private const int StackBytes = 1024 * 1024;

    [Fact]
    public void Sum_of_many_terms() => Expect($"[Conv(\"{Sum("1", 20_000)}\", 1)] Layer a;", "FUS047");

    [Fact]
    public void Product_in_an_argument_list() => Expect($"[Block<B>(\"n: {Sum("1", 20_000)}\")] Layer a;", "FUS047");

    [Fact]
    public void Sum_in_a_name() => Expect($"[Conv(4, 1, Name = \"a{{{Sum("1", 20_000)}}}\")] Layer a;", "FUS047");

    [Fact]
    public void Sum_in_Forward() =>
        Expect($"[Conv(4, 1)] Layer a; Tensor Forward(Tensor x) {{ int n = {Sum("x.Channels", 3_000)}; return n > 0 ? a(x) : x; }}",
        "FUS047");

    [Fact]
    public void Minus_signs() => Expect($"[Conv(\"{string.Concat(Enumerable.Repeat("- ", 1_000))}4\", 1)] Layer a;", "FUS047");

    [Fact]
    public void Statements() => Expect(
        $"[Conv(3, 1)] Layer a; Tensor Forward(Tensor x) {{ " +
        $"{string.Concat(Enumerable.Repeat("if (x.Channels == 3) { ", 120))} x = a(x); {new string('}', 120)} return x; }}", "FUS047");

    [Fact]
    public void Blocks_within_expressions_within_blocks() => Expect(
        $"[Block<D>(60)] Layer a;", "FUS046",
        $"[Block] class D(int n) {{ [Block<D>(\"n - 1\", When = \"n > 0\")] Layer inner; Tensor Forward(Tensor x) => " +
            $"{Nested("inner(x)", 100)}; }}");

    /// <summary>
    /// Parsed on a stack large enough for C#'s parser. They are refused on a small one, before C# is asked what a name in them means: that
    /// alone may take all of it, and its own analysis of method bodies does.
    /// </summary>
    [Theory]
    [InlineData("Relu(", ")", 500)]
    [InlineData("Relu(", ")", 5_000)]
    [InlineData("a(Relu((", ")))", 5_000)]
    [InlineData("Concat(x, ", ")", 5_000)]
    [InlineData("(x + ", ")", 900)]
    [InlineData("(x + ", ")", 5_000)]
    [InlineData("(x.Channels == 3 ? x : ", ")", 499)]
    [InlineData("(x.Channels == 3 ? x : ", ")", 5_000)]
    public void Calls_in_calls(string open, string close, int count)
    {
        const string Members = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 1)] Layer a; Tensor Forward(Tensor x) => ";
        string expression = Nested(open, "a(x)", close, count);
        Compilation? compilation = null;
        On(64 * StackBytes, () => compilation = Project.Compile(Members + expression + "; }"));
        OnSmallStack(() =>
        {
            var mistakes = new List<Diagnostic>();
            INamedTypeSymbol operation = compilation!.GetTypeByMetadataName("Fusion.OperationAttribute")!;
            DeclarationAnalysis.Run(
                compilation.GetTypeByMetadataName("Net")!, compilation, operation.ContainingAssembly, TargetTable.For,
                CancellationToken.None, mistakes.Add);
            Diagnostic found = Assert.Single(mistakes);
            Assert.Equal("FUS047", found.Id);
            Assert.InRange(found.Location.SourceSpan.Start, Members.Length + 1, Members.Length + expression.Length);
            GeneratorDriverRunResult result = Project.Generate(compilation).Result;
            Assert.Empty(result.Diagnostics);
            Assert.Single(result.GeneratedTrees);
        });
    }

    /// <summary>
    /// Where C#'s parser gives up, it leaves no class to look at, and says so itself, at the expression. How deep it gets before depends on
    /// how well it has been compiled by then: 500 calls may just do, and are ours to refuse.
    /// </summary>
    [Theory]
    [InlineData(500)]
    [InlineData(5_000)]
    public void Calls_in_calls_that_C_sharp_cannot_parse(int count) => OnSmallStack(() =>
    {
        string source =
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(3, 1)] Layer a; Tensor Forward(Tensor x) => {Nested("a(x)", count)}; }}";
        Diagnostic found = Assert.Single(Project.DiagnoseAsync(Project.Compile(source)).GetAwaiter().GetResult());
        Assert.Contains(found.Id, count > 1_000 ? ["CS8078"] : new[] { "CS8078", "FUS047" });
        Assert.InRange(found.Location.SourceSpan.Start, source.IndexOf("=>", StringComparison.Ordinal), source.Length);
    });

    /// <summary>No statement counts for the one behind it.</summary>
    [Fact]
    public void Many_wrong_statements() => OnSmallStack(() =>
    {
        string statements = string.Concat(Enumerable.Repeat("lock (x) { x = a(x); } ", 150));
        Compilation compilation = Project.Compile("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 1)] Layer a; "
            + $"Tensor Forward(Tensor x) {{ {statements} return a(x); }} }}");
        Assert.All(Project.AnalyzeAsync(compilation).GetAwaiter().GetResult(), found => Assert.Equal("FUS014", found.Id));
    });

    /// <summary>As deep as is allowed, in reading, lowering and comparing.</summary>
    [Fact]
    public void What_is_allowed_is_compiled() => OnSmallStack(() =>
    {
        string source =
            $"[Block] class B(int n) {{ [Conv(\"{Sum("1", 499)}\", 1)] Layer a; [Conv(499, 1)] Layer b; Tensor Forward(Tensor x) => " +
            $"b({Nested("a(x)", 200)}); }} "
            + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(1)] Layer a; }";
        Compilation compilation = Project.Compile(source);
        Assert.Empty(Project.AnalyzeAsync(compilation).GetAwaiter().GetResult());
        GeneratorDriver driver = Project.Driver().RunGenerators(compilation);
        GeneratorDriverRunResult result = driver.RunGenerators(compilation.AddSyntaxTrees(Project.Parse("class C;", "C.cs")))
            .GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedTrees);
    });

    private static string Sum(string term, int count) => string.Join("+", Enumerable.Repeat(term, count));

    private static string Nested(string inner, int count) => Nested("Relu(", inner, ")", count);

    private static string Nested(string open, string inner, string close, int count) =>
        string.Concat(Enumerable.Repeat(open, count)) + inner + string.Concat(Enumerable.Repeat(close, count));

    private static void Expect(string members, string id, string types = "[Block] class B(int n) { [Conv(\"n\", 1)] Layer a; }") =>
        OnSmallStack(() =>
    {
        Compilation compilation = Project.Compile(types + $" [FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}");
        Assert.Equal(id, Assert.Single(Project.AnalyzeAsync(compilation).GetAwaiter().GetResult()).Id);
        Assert.Single(Project.Generate(compilation).Result.GeneratedTrees);
    });

    private static void OnSmallStack(Action action) => On(StackBytes, action);

    private static void On(int stackBytes, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), stackBytes);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new AggregateException(failure);
    }
}
