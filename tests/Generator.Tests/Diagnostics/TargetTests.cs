using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS206: a target that is on has no kernel for an operation.</summary>
public class TargetTests
{
    [Fact]
    public async Task Missing_kernel_is_reported_at_the_layer_once()
    {
        const string Declaration = """
            [Block] class B { [Conv(4, 3)] Layer a; [Softmax] Layer soft; }
            [FusedNetwork(8, 8, 3)] [FusedNetwork(9, 10, 3)] partial class Net { [Block<B>(Repeat = 2), Relu] Layer a; }
            """;
        Diagnostic found = Assert.Single(await AnalyzeAsync(Declaration, new Fake()), diagnostic => diagnostic.Id == "FUS206");
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "The target Fake leaves this network out: Softmax has no kernel (found in 'a.0')",
            found.GetMessage());
        Assert.Equal("Softmax", Declaration.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task Nothing_is_missing_where_the_target_is_off_or_has_the_kernel()
    {
        const string Declaration = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), Softmax] Layer a; }";
        Assert.Empty(await AnalyzeAsync(Declaration));
        Assert.Empty(await AnalyzeAsync(Declaration.Replace(", Softmax", ""), new Fake()));
    }

    /// <summary>A declaration that is wrong has mistakes of its own first.</summary>
    [Fact]
    public async Task Mistakes_come_first()
    {
        const string Declaration = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), Softmax, Linear(0)] Layer a; }";
        Assert.DoesNotContain(await AnalyzeAsync(Declaration, new Fake()), diagnostic => diagnostic.Id == "FUS206");
    }

    private static async Task<IEnumerable<Diagnostic>> AnalyzeAsync(string declaration, params Target[] targets) =>
        await new CompilationWithAnalyzers(
            Project.Compile(declaration), [new FusionAnalyzer(_ => targets)],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, false, false)).GetAnalyzerDiagnosticsAsync();

    private sealed class Fake : Target
    {
        public override string Name => "Fake";

        public override string? FindGap(Graph graph, Node node) => node.Operation is Softmax ? "Softmax has no kernel" : null;

        public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks) =>
            throw new InvalidOperationException("The analyzer plans nothing.");
    }
}
