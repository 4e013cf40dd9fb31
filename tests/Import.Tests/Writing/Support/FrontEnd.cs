using Fusion.Compiler.Declarations;
using Fusion.Compiler.Lower;
using Fusion.Generator;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Import.Tests.Writing.Support;

/// <summary>Reads declarations as the generator does, without what comes behind the graph.</summary>
internal static class FrontEnd
{
    private const string Usings = """
        global using System;
        global using Fusion;
        global using static Fusion.Ops;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Tensor).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "User",
        [.. sources.Prepend(Usings).Select((source, i) =>
            CSharpSyntaxTree.ParseText(source, s_parse, $"Source{i}.cs", System.Text.Encoding.UTF8))],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The graphs of a network's sizes; fails where C# or the generator has an error or a warning.</summary>
    public static IReadOnlyList<Graph> Graphs(CSharpCompilation compilation, string network, bool allowWarnings = false)
    {
        string text = compilation.SyntaxTrees[^1].ToString();
        var mistakes = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(mistakes.Count == 0, string.Join("\n", mistakes) + "\n" + text);
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(network)!;
        var session = new ParseSession(compilation, compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly, null, default);
        NetworkModel model = NetworkReader.Read(session, type);
        Assert.True(session.Errors.Count == 0, string.Join("\n", session.Errors.Select(error => error.Diagnostic)) + "\n" + text);
        Assert.NotNull(model.Spec);
        LoweringResult result = Lowering.Lower(model.Spec);
        Assert.True(result.Errors.Count == 0, string.Join("\n", result.Errors) + "\n" + text);
        if (!allowWarnings) Assert.True(result.Warnings.Count == 0, string.Join("\n", result.Warnings) + "\n" + text);
        return result.Graphs;
    }

    /// <summary>The networks of a compilation, by their names.</summary>
    public static IReadOnlyList<string> Networks(CSharpCompilation compilation) =>
    [
        .. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(type => type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FusedNetworkAttribute"))
            .Select(type => type.ToDisplayString()).Order(StringComparer.Ordinal),
    ];
}
