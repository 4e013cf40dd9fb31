using System.Runtime.CompilerServices;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Generated;

/// <summary>
/// Every name in the generated text means what it should, whatever else in the user's project has that name. The names are those that the
/// text is found to have: of types, members, variables, and words that are names as well as keywords.
/// </summary>
public class HostileNamesTests
{
    /// <summary>Every function of the kernels, and every parameter of Run.</summary>
    private const string Functions = """
        [FusedNetwork(40, 40, 3), FusedNetwork(48, 48, 3)]
        partial class Functions
        {
            [Conv(8, 3), Silu, Conv(8, 3), Mish, DepthwiseConv(3), Gelu, Conv(8, 1), Tanh, Conv(8, 3), Elu]   Layer first;
            [Conv(128, 3), HardSwish, SqueezeExcite(Reduction = 4), Conv(128, 3), Gelu(Approximate = true)]   Layer second;
            [LocalResponseNorm(5), AveragePool(2), Upsample(2, Mode = UpsampleMode.Bilinear), PRelu]          Layer third;
            [GlobalAveragePool, Linear(600), Relu, Linear(7), Sigmoid, Softmax]                               Layer head;
        }

        [FusedNetwork(8, 8, 16), FusedNetwork(9, 9, 16)]
        partial class Tapping
        {
            [Conv(16, 3), Tap, Relu, SqueezeExcite(Reduction = 4, TapGate = true)] Layer seen;
        }

        [FusedNetwork(700, Weights = WeightStorage.BFloat16)]
        partial class Narrow
        {
            [Linear(700), Relu6, Linear(5)] Layer layers;
        }

        [FusedNetwork]
        partial class Several
        {
            [Conv(16, 3, Stride = "(2, 1)")] Layer a;

            (Tensor left, Tensor output2) Forward([Shape(8, 12, 3)] Tensor rgb, [Shape(4, 12, 16)] Tensor depth) =>
                (a(rgb) * depth, Concat(a(rgb), depth));
        }
        """;

    private static readonly string Source = string.Join(
        "\n", new[] { Zoo("BurnMultiLayer"), Functions, Declarations.Residual.Replace("namespace Sample;", "") }.Select(Qualified.Text));

    private static readonly Lazy<Names> Found = new(() => new Names(Source));

    [Fact]
    public void The_names_are_found()
    {
        Assert.Superset(
            new HashSet<string> { "Math", "Vector256", "Halo", "MethodImpl", "nint", "Span", "Run", "AsInt32", "Fusion", "System" },
            Found.Value.All);
        Assert.Superset(new HashSet<string> { "Run", "Load", "Description", "At" }, Found.Value.Members);
    }

    /// <summary>In the class itself, in a class around it, in its namespace, in the one around that, and in none: the nearest counts, so
    /// all at once.</summary>
    [Fact]
    public void Types_have_the_same_names()
    {
        Names names = Found.Value;
        string all = Types(names.All), inner = Types(names.All.Except(names.Members).Except(names.Layers));
        string classes = string.Join("\n", names.Networks.Select(network => $"partial class {network} {{\n{inner}\n}}"));
        AssertCompiles($$"""
            {{Types(names.All.Except(["Fusion", "System"]))}}
            namespace Outermost
            {
                {{all}}
                namespace Outer
                {
                    {{all}}
                    partial class Around
                    {
                        {{all}}
                        {{Source}}
                        {{classes}}
                    }
                }
            }
            """);
    }

    [Fact]
    public void Namespaces_have_the_same_names()
    {
        string all = string.Join("\n", Found.Value.All.Select(name => $"namespace @{name} {{ class Something {{ }} }}"));
        AssertCompiles($$"""
            {{string.Join("\n", Found.Value.All.Except(["Fusion", "System"])
                .Select(name => $"namespace @{name} {{ class Something {{ }} }}"))}}
            namespace Outermost
            {
                {{all}}
                namespace Outer
                {
                    {{all}}
                    {{Source}}
                }
            }
            """);
    }

    /// <summary>In a namespace and in a static class that are imported everywhere, as methods of everything there, and as an
    /// alias.</summary>
    [Fact]
    public void Imports_have_the_same_names()
    {
        Names names = Found.Value;
        string aliases = string.Join("\n",
            names.All.Except(["Fusion", "System"])
                .Select(name => $"global using @{name} = Hostile.Types.Something;"));
        string extensions = string.Join("\n",
            names.All.Select(name => $"public static object @{name}<T>(this T value, params object[] more) => null!;"));
        AssertCompiles($$"""
            global using Hostile.Types;
            global using Hostile.Methods;
            global using static Hostile.Methods.Extensions;
            {{aliases}}
            namespace Hostile.Types { public class Something; {{Types(names.All)}} }
            namespace Hostile.Methods { public static class Extensions { {{extensions}} } }
            namespace Outer { {{Source}} }
            """);
    }

    /// <summary>Kernels are called like their layers, and stand beside what they call.</summary>
    [Fact]
    public void Layers_have_the_same_names()
    {
        const string operations =
            "global::Fusion.Conv(4, 1), global::Fusion.Silu, global::Fusion.Upsample(1, Mode = global::Fusion.UpsampleMode.Bilinear)";
        string layers = string.Join("\n",
            Found.Value.All.Except(Found.Value.Members).Select(name => $"[{operations}] global::Fusion.Layer @{name};"));
        var (compilation, result) =
            Project.Generate(Project.Compile($"[global::Fusion.FusedNetwork(2, 2, 4)] partial class Layers {{ {layers} }}"));
        Assert.Equal(2, result.GeneratedTrees.Length);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors.Take(20)));
    }

    /// <summary>The generated file in the global namespace, where nothing lies between its names and the user's.</summary>
    [Fact]
    public void The_network_is_in_no_namespace() =>
        AssertCompiles(Source + Types(Found.Value.All.Except(["Fusion", "System"]).Except(Found.Value.Networks).Except(["Basic"])));

    private static string Types(IEnumerable<string> names) =>
        string.Join("\n", names.Select(name => $"public class @{name} : global::System.Attribute {{ }}"));

    /// <summary>No error anywhere, and no warning in the generated text.</summary>
    private static void AssertCompiles(string source)
    {
        CSharpCompilation compilation =
            CSharpCompilation.Create("User", [Project.Parse(source, "Hostile.cs")], Project.References, Project.Options);
        var (updated, result) = Project.Generate(compilation);
        Assert.Equal(2 * Found.Value.Networks.Count, result.GeneratedTrees.Length);
        var diagnostics = updated.GetDiagnostics().Concat(result.Diagnostics)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree is { } tree
                && result.GeneratedTrees.Contains(tree)));
        var lines = diagnostics.Take(20).Select(diagnostic => $"{diagnostic}: {Line(diagnostic)}").ToList();
        Assert.True(lines.Count == 0, string.Join("\n", lines));
        Assert.DoesNotContain("invalid declaration",
            string.Concat(result.GeneratedTrees.Select(tree => tree.ToString().Split("partial class")[0])));
    }

    private static string? Line(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    private static string Zoo(string name, [CallerFilePath] string file = "")
    {
        string text = File.ReadAllText(
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "samples", "Zoo", name + ".cs")));
        return text.Replace("namespace Fusion.Zoo;", "");
    }

    /// <summary>The names in the text that is generated for networks.</summary>
    private sealed class Names
    {
        public Names(string source)
        {
            GeneratorDriverRunResult result = Project.Generate(Project.Compile(source)).Result;
            var trees = result.GeneratedTrees;
            var tokens = trees.SelectMany(tree => tree.GetRoot().DescendantTokens()).ToList();
            All = [.. tokens
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.UnderscoreToken)
                    || SyntaxFacts.IsContextualKeyword(token.Kind()))
                .Select(token => token.ValueText).Where(name => !name.StartsWith("Net_", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)];
            var attributes = trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>())
                .Select(attribute => attribute.Name.ToString().Split('.', '@').Last());
            All.UnionWith(attributes.Select(name => name + "Attribute").ToList());
            var classes = Project.Members(result).Select(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First())
                .ToList();
            Networks = [.. classes.Select(type => type.Identifier.ValueText)];
            Members = [.. classes.SelectMany(type => type.Members).SelectMany(MembersOf), .. Networks];
            All.ExceptWith(Networks);
            Layers = [.. Project.Parse(source, "Source.cs").GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Select(field => field.Identifier.ValueText)];
        }

        public SortedSet<string> All { get; }

        /// <summary>Of the networks' own classes, which users may not declare once more.</summary>
        public HashSet<string> Members { get; }

        public IReadOnlyList<string> Networks { get; }

        public IReadOnlyList<string> Layers { get; }

        private static IEnumerable<string> MembersOf(MemberDeclarationSyntax member) => member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            _ => [],
        };
    }
}
