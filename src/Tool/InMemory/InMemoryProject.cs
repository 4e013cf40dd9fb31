using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Generator;
using Fusion.Generator.Parse;
using Fusion.Gpu;
using Fusion.Tool.Shell;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Fusion.Tool.InMemory;

/// <summary>Declarations in memory, as a project that references Fusion.</summary>
internal sealed class InMemoryProject
{
    private const string Usings = """
        global using System;
        global using System.Linq;
        global using Fusion;
        global using static Fusion.Ops;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Network).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly Lazy<MetadataReference[]> s_gpuReferences = new(() =>
    [
        MetadataReference.CreateFromFile(typeof(GpuNetwork).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ILGPU.Context).Assembly.Location),
    ]);

    private readonly CSharpCompilation _compilation;

    /// <param name="sources">C# files: text, and what messages call them.</param>
    /// <param name="hasGpu">Whether the project references Fusion.Gpu, too.</param>
    /// <exception cref="ToolException">One of them is no C#.</exception>
    public InMemoryProject(IEnumerable<(string Text, string Path)> sources, bool hasGpu = false)
    {
        _compilation = CSharpCompilation.Create(
            "InMemory" + Guid.NewGuid().ToString("N"),
            sources.Prepend((Usings, "Usings.cs"))
                .Select(source => CSharpSyntaxTree.ParseText(source.Item1, s_parse, source.Item2, Encoding.UTF8)),
            hasGpu ? [.. s_references.Value, .. s_gpuReferences.Value] : s_references.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, checkOverflow: true,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        Require(_compilation.GetParseDiagnostics());
    }

    /// <summary>The full names of the classes that are networks.</summary>
    public IReadOnlyList<string> Networks =>
    [
        .. _compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(type => type.GetAttributes()
                .Any(attribute => attribute.AttributeClass?.ToDisplayString() == "Fusion.FusedNetworkAttribute"))
            .Select(type => type.ToDisplayString()).Order(StringComparer.Ordinal),
    ];

    /// <summary>The graphs of a network, one for each of its sizes.</summary>
    /// <exception cref="ToolException">The declaration is wrong.</exception>
    public IReadOnlyList<Graph> Graphs(string network)
    {
        INamedTypeSymbol type = _compilation.GetTypeByMetadataName(network)
            ?? throw new ToolException($"There is no class {network}.");
        INamedTypeSymbol tensor = _compilation.GetTypeByMetadataName("Fusion.Tensor")!;
        var session = new ParseSession(_compilation, tensor.ContainingAssembly, null, default);
        NetworkModel model = NetworkReader.Read(session, type);
        Require(session.Errors.Select(error => error.Diagnostic));
        LoweringResult result = Lowering.Lower(model.Spec ?? throw new ToolException($"{network} is no network."));
        if (result.Errors.Count > 0) throw new ToolException($"{network}: {result.Errors[0]}");
        return result.Graphs;
    }

    /// <summary>Generates, compiles and loads.</summary>
    /// <exception cref="ToolException">There are errors.</exception>
    public Assembly Load()
    {
        CSharpGeneratorDriver.Create([new FusionGenerator().AsSourceGenerator()], parseOptions: s_parse)
            .RunGeneratorsAndUpdateCompilation(_compilation, out Compilation updated, out var problems);
        Require(problems.Select(problem => problem.Id == "CS8785" ? throw new ToolException(problem.ToString()) : problem));
        using var image = new MemoryStream();
        EmitResult result = updated.Emit(image);
        Require(result.Diagnostics);
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    private static void Require(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
            throw new ToolException($"{errors[0]}{(errors.Length > 1 ? $" (and {errors.Length - 1} more errors)" : "")}");
    }
}
