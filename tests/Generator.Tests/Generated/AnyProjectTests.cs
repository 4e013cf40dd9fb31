using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Generated;

/// <summary>The generated part compiles without a warning wherever the user's class does: whatever its name, its modifiers and the
/// project's settings.</summary>
public class AnyProjectTests
{
    /// <summary>Words that are keywords in some places, some that are so everywhere, and those that have a meaning though they are
    /// none.</summary>
    private static readonly IReadOnlyList<string> Words =
    [
        .. SyntaxFacts.GetContextualKeywordKinds().Select(SyntaxFacts.GetText).Where(SyntaxFacts.IsValidIdentifier)
            .Concat(["class", "if", "this", "float", "__arglist", "var", "dynamic", "nint", "nuint", "notnull", "unmanaged", "nameof", "_",
                "__"])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private const string Network = """
        /// <summary>Doubles.</summary>
        [Fusion.FusedNetwork(8, 8, 3)]
        public sealed partial class Network
        {
            [Fusion.Conv(4, 3), Fusion.BatchNorm, Fusion.Silu, Fusion.MaxPool(2)] Fusion.Layer features;
            [Fusion.GlobalAveragePool, Fusion.Linear(3), Fusion.Softmax] Fusion.Layer head;
        }
        """;

    [Fact]
    public async Task Keywords_are_names()
    {
        Assert.Superset(new HashSet<string> { "record", "file", "required", "scoped", "partial", "field", "extension", "await", "when" },
            Words.ToHashSet());
        AssertClean(await Project.DiagnoseAsync(Project.Compile(string.Join("\n", Words.Select(word => $$"""
            namespace @{{word}}.Inner.@{{word}}
            {
                public partial class Outer
                {
                    public partial struct @{{word}}
                    {
                        [FusedNetwork(4)]
                        internal sealed partial class Network { [Linear(4), Relu] Layer @{{word}}; }
                    }
                }

                [FusedNetwork(4)]
                public partial class @{{word}} { (Tensor @{{word}}, Tensor second) Forward(Tensor x) => (Relu(x), x + x); }

                [FusedNetwork(4)]
                public partial class Input { Tensor Forward(Tensor @{{word}}) => Relu(@{{word}}); }
            }
            """)))));
    }

    [Theory]
    [InlineData("public partial class Outer", "private")]
    [InlineData("public static partial class Outer", "internal")]
    [InlineData("public partial class Outer", "protected internal")]
    [InlineData("public partial class Outer", "private protected sealed")]
    [InlineData("public readonly partial struct Outer", "public unsafe")]
    [InlineData("public ref partial struct Outer", "public")]
    [InlineData("public readonly ref partial struct Outer", "public")]
    [InlineData("public partial record Outer(int Number)", "public")]
    [InlineData("public readonly partial record struct Outer(int Number)", "public")]
    [InlineData("internal partial interface Outer", "public")]
    [InlineData("internal abstract partial class Outer : System.Exception", "new protected")]
    [InlineData("internal partial class Outer()", "internal")]
    public async Task Networks_are_nested(string outer, string modifiers)
    {
        string hidden = modifiers.Contains("new")
            ? outer.Replace("Outer : System.Exception", "Base : System.Exception { protected class Network; }")
                + " " + outer.Replace("System.Exception", "Base")
            : outer;
        AssertClean(await Project.DiagnoseAsync(Project.Compile($$"""
            {{hidden}}
            {
                [FusedNetwork(4)]
                {{modifiers}} partial class Network { [Linear(4), Relu] Layer layer; }
            }
            """)));
    }

    [Theory]
    [InlineData("file partial class Outer", "is local to its file")]
    [InlineData("public partial class Outer<T>", "is generic")]
    public async Task Networks_cannot_be_nested(string outer, string because)
    {
        var diagnostics = await Project.DiagnoseAsync(Project.Compile($$"""
            {{outer}}
            {
                [FusedNetwork(4)]
                public partial class Network { [Linear(4), Relu] Layer layer; }
            }
            """));
        Diagnostic only = Assert.Single(diagnostics);
        Assert.Equal("FUS003", only.Id);
        Assert.Contains(because, only.GetMessage());
    }

    /// <summary>Namespaces of the user's own whose names are those of ours, and of the class library's.</summary>
    [Theory]
    [InlineData("MyApp.Fusion")]
    [InlineData("MyApp.System")]
    [InlineData("MyApp.Fusion.Generated")]
    [InlineData("MyApp.System.Runtime.Intrinsics")]
    [InlineData("Fusion.Generated")]
    [InlineData("Fusion.Runtime")]
    [InlineData("System")]
    public async Task Namespaces_have_our_names(string space)
    {
        AssertClean(await Project.DiagnoseAsync(
            Project.Compile($"namespace {space} {{ {Network.Replace("Fusion.", "global::Fusion.")} }}")));
        AssertClean(await Project.DiagnoseAsync(Project.Compile(
            $"namespace {space} {{ class Something; }} namespace MyApp {{ {Network.Replace("Fusion.", "global::Fusion.")} }}")));
    }

    [Theory]
    [InlineData(NullableContextOptions.Disable, false, OptimizationLevel.Debug)]
    [InlineData(NullableContextOptions.Enable, true, OptimizationLevel.Release)]
    [InlineData(NullableContextOptions.Warnings, true, OptimizationLevel.Debug)]
    [InlineData(NullableContextOptions.Annotations, false, OptimizationLevel.Release)]
    public async Task The_project_says_how_to_compile(NullableContextOptions nullable, bool isChecked, OptimizationLevel optimization)
    {
        var options = Project.Options.WithNullableContextOptions(nullable).WithOverflowChecks(isChecked).WithOptimizationLevel(optimization)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error).WithWarningLevel(9999);
        AssertClean(await Project.DiagnoseAsync(WithoutUsings(options, DocumentationMode.Diagnose, Network)));
    }

    /// <summary>As with RunAnalyzers=false: nobody suppresses anything.</summary>
    [Fact]
    public void Nothing_in_the_generated_part_needs_to_be_suppressed()
    {
        var (compilation, result) = Project.Generate(WithoutUsings(Project.Options, DocumentationMode.Diagnose, Network));
        Assert.NotEmpty(result.GeneratedTrees);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic =>
            result.GeneratedTrees.Contains(diagnostic.Location.SourceTree!) && diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Fact]
    public async Task The_project_is_compliant_with_the_CLS() => AssertClean(await Project.DiagnoseAsync(WithoutUsings(
        Project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error), DocumentationMode.Diagnose,
        "[assembly: System.CLSCompliant(true)]\n" + Network)));

    [Fact]
    public async Task File_names_are_short_and_differ_by_more_than_case()
    {
        string space = string.Join(".", Enumerable.Range(0, 12).Select(i => "AVeryLongNameOfANamespaceIndeed" + i)), name = new('N', 300);
        CSharpCompilation compilation = Project.Compile($$"""
            namespace {{space}} { [FusedNetwork(4)] public partial class {{name}} { [Linear(4)] Layer l; } }
            namespace {{space.ToLowerInvariant()}}
            {
                [FusedNetwork(4)] public partial class {{name.ToLowerInvariant()}}A { [Linear(4)] Layer l; }
            }
            namespace A.B { [FusedNetwork(4)] public partial class Net { [Linear(4)] Layer l; } }
            namespace A { public partial class B2 { [FusedNetwork(4)] public partial class Net { [Linear(4)] Layer l; } } }
            namespace A { public partial struct B3 { [FusedNetwork(4)] public partial class Net { [Linear(4)] Layer l; } } }
            namespace a.b { [FusedNetwork(4)] public partial class NET { [Linear(4)] Layer l; } }
            [FusedNetwork(4)] public partial class Net { [Linear(4)] Layer l; }
            [FusedNetwork(4)] public partial class Ñandú漢字 { [Linear(4)] Layer l; }
            """);
        AssertClean(await Project.DiagnoseAsync(compilation));
        var files = Project.Generate(compilation).Result.GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath)).ToList();
        Assert.Equal(2 * 8, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.InRange(file.Length, 1, 64));
        Assert.All(files, file => Assert.Matches("^[A-Za-z0-9_]+(\\.Kernels)?\\.g\\.cs$", file));
    }

    /// <summary>Names of weights may hold anything that does not end a line. In comments and literals, what could deceive a reader is
    /// written out.</summary>
    [Fact]
    public async Task Names_are_escaped()
    {
        const string Name = "a\"b*/<c>&\\d \u202E漢😀";
        CSharpCompilation compilation = Project.Compile($$"""
            [FusedNetwork(8, 8, 3)] partial class Net
            {
                [Conv(4, 3, Name = {{SymbolDisplay.FormatLiteral(Name, true)}})]
                [BatchNorm(Name = "norm {{Name.Replace("\\", "\\\\").Replace("\"", "\\\"")}}"), PRelu, Conv(4, 3)] Layer conv;
            }
            """);
        AssertClean(await Project.DiagnoseAsync(compilation));
        var trees = Project.Generate(compilation).Result.GeneratedTrees;
        string text = string.Join("\n", trees);
        Assert.DoesNotContain('\u202E', text);
        Assert.Contains("\\u202e漢", text);
        Assert.Contains(trees.SelectMany(tree => tree.GetRoot().DescendantTokens()), token => token.Value is string value
            && value.EndsWith(Name + ".weight", StringComparison.Ordinal));
    }

    private static CSharpCompilation WithoutUsings(CSharpCompilationOptions options, DocumentationMode documentation, string source) =>
        CSharpCompilation.Create(
        "User", [CSharpSyntaxTree.ParseText(source, Project.ParseOptions.WithDocumentationMode(documentation), "Source.cs",
            System.Text.Encoding.UTF8)], Project.References, options);

    private static void AssertClean(IReadOnlyList<Diagnostic> diagnostics) =>
        Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics.Take(20)));
}
