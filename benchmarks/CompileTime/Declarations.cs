using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Benchmarks;

/// <summary>A project of nothing but declared networks, and the generators run over it.</summary>
internal sealed class Declarations(CSharpCompilation compilation)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public static Declarations Read(IEnumerable<string> files)
    {
        const string usings = "global using System; global using Fusion; global using static Fusion.Ops;";
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options, file))
            .Prepend(CSharpSyntaxTree.ParseText(usings, Options, "Usings.cs"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return new Declarations(CSharpCompilation.Create("Declarations", trees, references, options));
    }

    /// <summary>As the compiler loads a generator: from its file, apart from everything else.</summary>
    public static Type Load(string file)
    {
        var context = new AssemblyLoadContext(null);
        context.Resolving += (_, name) =>
            Path.Combine(Path.GetDirectoryName(file)!, name.Name + ".dll") is var path && File.Exists(path)
                ? context.LoadFromAssemblyPath(path) : null;
        return context.LoadFromAssemblyPath(file).GetType("Fusion.Generator.FusionGenerator", throwOnError: true)!;
    }

    /// <summary>Reads the references, and everything that the declarations say.</summary>
    public void Bind() => compilation.GetDiagnostics();

    /// <summary>What a generator prints, by file name.</summary>
    public IReadOnlyDictionary<string, string> Run(Type generator) =>
        Drive(New(generator), track: false).GetRunResult().Results.Single().GeneratedSources
        .ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Runs a generator again after an edit that has nothing to do with the declarations.</summary>
    public (Timing Timing, string Steps) RunAfterEdit(Type generator)
    {
        GeneratorDriver driver = Drive(New(generator), track: true);
        CSharpCompilation edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", Options, "Unrelated.cs"));
        Timing timing = Timing.Of(() => driver = driver.RunGenerators(edited));
        var reasons =
            driver.GetRunResult().Results.Single().TrackedSteps.Where(step => step.Key.StartsWith("Fusion.", StringComparison.Ordinal))
            .SelectMany(step => step.Value).SelectMany(step => step.Outputs).CountBy(output => output.Reason);
        return (timing,
            "After the edit "
                + string.Join(", ", reasons.Select(reason => $"{reason.Value} steps {reason.Key.ToString().ToLowerInvariant()}")));
    }

    private static IIncrementalGenerator New(Type generator) => (IIncrementalGenerator)Activator.CreateInstance(generator)!;

    private GeneratorDriver Drive(IIncrementalGenerator generator, bool track) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], parseOptions: Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, track)).RunGenerators(compilation);
}
