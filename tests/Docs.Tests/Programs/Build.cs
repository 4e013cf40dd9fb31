using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Fusion.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Docs.Tests.Programs;

/// <summary>What a project with the package does to a program: generator, analyzer, compiler.</summary>
internal static class Build
{
    /// <summary>Those of a new console project, and those of the package.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Fusion;
        global using static Fusion.Ops;
        """;

    /// <summary>Ours, and what they need.</summary>
    private static IEnumerable<string> Libraries =>
        new[] { typeof(Tensor), typeof(Training.TrainingSession), typeof(Training.LeastSquaresFit), typeof(MathNet.Numerics.Control) }
            .Select(type => type.Assembly.Location);

    /// <summary>What programs need that run networks on GPUs. Others are without, so that they get no kernels for GPUs.</summary>
    private static IEnumerable<string> LibrariesOf(string source) => !source.Contains("using Fusion.Gpu;", StringComparison.Ordinal)
        ? []
        : [typeof(Gpu.GpuDevice).Assembly.Location, typeof(ILGPU.Context).Assembly.Location];

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Concat(Libraries)
            // Compiled against only: libtorch is not among what these tests restore.
            .Append(typeof(Training.AlignmentModule).Assembly.Location).Append(typeof(TorchSharp.torch).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What is not reported in a project with the package: the fields that only the generator reads.</summary>
    private static readonly HashSet<string> s_suppressed =
        [.. new FusionSuppressor().SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId)];

    /// <summary>Warnings and errors that the build shows, and the assembly where there is no error.</summary>
    public static async Task<(MemoryStream Assembly, IReadOnlyList<Diagnostic> Diagnostics)> CompileAsync(string source, bool isProgram)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Program",
            [Parse(Usings, "Usings.cs"), Parse(source, "Program.cs")],
            [.. s_references, .. LibrariesOf(source).Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new FusionGenerator().AsSourceGenerator()], parseOptions: s_parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> generator);
        ImmutableArray<Diagnostic> analyzer = await updated.WithAnalyzers([new FusionAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        var assembly = new MemoryStream();
        ImmutableArray<Diagnostic> compiler = updated.Emit(assembly).Diagnostics;
        return (assembly, [
            .. compiler.Where(diagnostic => !s_suppressed.Contains(diagnostic.Id)).Concat(analyzer).Concat(generator)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .OrderBy(diagnostic => diagnostic.Location.GetMappedLineSpan().StartLinePosition)]);
    }

    /// <summary>Compiles a program that must have no warning, and runs it in a process and a folder of its own.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string source)
    {
        var (assembly, diagnostics) = await CompileAsync(source, isProgram: true);
        Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics.Select(Place)));
        string folder = Directory.CreateTempSubdirectory("fusion-docs-").FullName;
        try
        {
            string program = Path.Combine(folder, "Program.dll");
            await File.WriteAllBytesAsync(program, assembly.ToArray());
            foreach (string library in Libraries.Concat(LibrariesOf(source)))
                File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
            const string Settings = "runtimeconfig.json";
            File.Copy(Path.ChangeExtension(typeof(Build).Assembly.Location, Settings), Path.ChangeExtension(program, Settings));
            return Command.Run(Command.Dotnet, Directory.CreateDirectory(Path.Combine(folder, "work")).FullName, "exec", program);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Place(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetMappedLineSpan();
        return $"{span.Path}:{span.StartLinePosition.Line + 1}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, s_parsing, path, Encoding.UTF8);
}
