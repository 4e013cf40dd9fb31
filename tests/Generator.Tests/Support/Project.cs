using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Support;

/// <summary>A user's project in memory: sources, the run time, the generator and the analyzers.</summary>
internal static class Project
{
    public const string Usings = """
        global using System;
        global using Fusion;
        global using static Fusion.Ops;
        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, checkOverflow: true,
        warningLevel: 9999);

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Tensor).Assembly.Location)
            .Append(typeof(Fusion.Training.TrainingAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(params string[] sources) => Compile(Options, sources);

    public static CSharpCompilation Compile(CSharpCompilationOptions options, params string[] sources) => CSharpCompilation.Create(
        "User",
        [Parse(Usings, "Usings.cs"), .. sources.Select((source, i) => Parse(source, $"Source{i}.cs"))],
        References,
        options);

    /// <summary>A project with an older <c>LangVersion</c>; below 10 the sources bring their own usings.</summary>
    public static CSharpCompilation Compile(LanguageVersion version, params string[] sources)
    {
        CSharpParseOptions parse = ParseOptions.WithLanguageVersion(version);
        IEnumerable<string> files = version < LanguageVersion.CSharp10 ? sources : [Usings, .. sources];
        return CSharpCompilation.Create(
            "User",
            files.Select((source, i) => CSharpSyntaxTree.ParseText(source, parse, $"Source{i}.cs", System.Text.Encoding.UTF8)),
            References,
            version < LanguageVersion.CSharp8 ? Options.WithNullableContextOptions(NullableContextOptions.Disable) : Options);
    }

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path, System.Text.Encoding.UTF8);

    public static GeneratorDriver Driver() => Driver(ParseOptions);

    public static GeneratorDriver Driver(CSharpParseOptions parseOptions) => Driver(parseOptions, IncrementalGeneratorOutputKind.None);

    /// <summary>As an editor runs it: without what only a build needs.</summary>
    public static GeneratorDriver EditorDriver() => Driver(ParseOptions, IncrementalGeneratorOutputKind.Implementation);

    private static GeneratorDriver Driver(CSharpParseOptions parseOptions, IncrementalGeneratorOutputKind disabled) =>
        CSharpGeneratorDriver.Create(
        [new FusionGenerator().AsSourceGenerator()],
        parseOptions: parseOptions,
        driverOptions: new GeneratorDriverOptions(disabled, trackIncrementalGeneratorSteps: true));

    /// <summary>The project with its generated parts, and what the generator itself reports.</summary>
    public static (Compilation Compilation, GeneratorDriverRunResult Result) Generate(Compilation compilation) =>
        Generate(compilation, new AnalyzerOptions([]));

    private static (Compilation Compilation, GeneratorDriverRunResult Result) Generate(Compilation compilation, AnalyzerOptions options)
    {
        GeneratorDriver driver = Driver((CSharpParseOptions)compilation.SyntaxTrees.First().Options)
            .WithUpdatedAnalyzerConfigOptions(options.AnalyzerConfigOptionsProvider)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return (updated, driver.GetRunResult());
    }

    /// <summary>The text of the generated parts.</summary>
    public static string GeneratedText(params string[] sources) => Text(Generate(Compile(sources)).Result);

    /// <summary>The same, network by network, the members before the kernels.</summary>
    public static string Text(GeneratorDriverRunResult result) => string.Join("\n", result.GeneratedTrees
        .OrderBy(tree => tree.FilePath.Replace(".Kernels.g.cs", ".g.cs").Replace(".Gpu.g.cs", ".g.cs"), StringComparer.Ordinal)
        .ThenBy(tree => IsOfTarget(tree)).ThenBy(tree => tree.FilePath, StringComparer.Ordinal));

    /// <summary>The files with what users call, one of each network.</summary>
    public static IEnumerable<SyntaxTree> Members(GeneratorDriverRunResult result) =>
        result.GeneratedTrees.Where(tree => !IsOfTarget(tree));

    /// <summary>The files with kernels for GPUs, one of each network.</summary>
    public static IEnumerable<SyntaxTree> GpuFiles(GeneratorDriverRunResult result) => result.GeneratedTrees.Where(IsOfGpu);

    private static bool IsOfTarget(SyntaxTree tree) =>
        IsOfGpu(tree) || tree.FilePath.EndsWith(".Kernels.g.cs", StringComparison.Ordinal);

    private static bool IsOfGpu(SyntaxTree tree) => tree.FilePath.EndsWith(".Gpu.g.cs", StringComparison.Ordinal);

    /// <summary>What the analyzer alone reports.</summary>
    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation) =>
        new CompilationWithAnalyzers(compilation, [new FusionAnalyzer()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, false, false)).GetAnalyzerDiagnosticsAsync();

    /// <summary>
    /// Every warning and error that a build of the project shows: of C#, of the generator and of the analyzer, less what is suppressed. As
    /// in a build, analyzers are not asked where a declaration is no C#; a warning that counts as an error can still be suppressed.
    /// </summary>
    public static Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(Compilation compilation) =>
        DiagnoseAsync(compilation, new AnalyzerOptions([]));

    /// <param name="analyzerOptions">What the project file tells the generator and the analyzer.</param>
    public static async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(Compilation compilation, AnalyzerOptions analyzerOptions)
    {
        var (updated, result) = Generate(compilation, analyzerOptions);
        var options = new CompilationWithAnalyzersOptions(
            analyzerOptions, null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        bool isRejected = updated.GetDeclarationDiagnostics().Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> diagnostics = isRejected
            ? updated.GetDeclarationDiagnostics()
            : await new CompilationWithAnalyzers(updated, [new FusionAnalyzer(), new FusionSuppressor()], options).GetAllDiagnosticsAsync();
        return [.. diagnostics.Concat(result.Diagnostics)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)];
    }
}
