using System.Globalization;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Fusion.Benchmarks;

/// <summary>A project of nothing but declared networks, and the generators run over it.</summary>
internal sealed partial class Declarations(CSharpCompilation compilation)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public static Declarations Read(IEnumerable<string> files)
    {
        const string usings = "global using System; global using Fusion; global using static Fusion.Ops;";
        var trees = files.Select(file => Parse(File.ReadAllText(file), file))
            .Prepend(Parse(usings, "Usings.cs"));
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
        Drive(New(generator), IncrementalGeneratorOutputKind.None).GetRunResult().Results.Single().GeneratedSources
        .ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Runs a generator again after an edit that has nothing to do with the declarations.</summary>
    public (Timing Timing, string Steps) RunAfterEdit(Type generator)
    {
        GeneratorDriver driver = Drive(New(generator), IncrementalGeneratorOutputKind.None, track: true);
        CSharpCompilation edited = compilation.AddSyntaxTrees(Parse("class Unrelated;", "Unrelated.cs"));
        Timing timing = Timing.Of(() => driver = driver.RunGenerators(edited));
        var reasons =
            driver.GetRunResult().Results.Single().TrackedSteps.Where(step => step.Key.StartsWith("Fusion.", StringComparison.Ordinal))
            .SelectMany(step => step.Value).SelectMany(step => step.Outputs).CountBy(output => output.Reason);
        return (timing,
            "After the edit "
                + string.Join(", ", reasons.Select(reason => $"{reason.Value} steps {reason.Key.ToString().ToLowerInvariant()}")));
    }

    /// <summary>
    /// Runs a generator again after each of some edits that change what is declared, and has the compiler look for mistakes in all
    /// files, as an editor does.
    /// </summary>
    /// <param name="inEditor">Whether what only a build needs is left out.</param>
    public Timing RunAfterEditOfDeclaration(Type generator, bool inEditor, int edits)
    {
        GeneratorDriver driver = Drive(
            New(generator), inEditor ? IncrementalGeneratorOutputKind.Implementation : IncrementalGeneratorOutputKind.None);
        Timing best = Timing.Of(() => Look(driver, compilation, out _));
        for (int i = 1; i <= edits; i++)
        {
            CSharpCompilation edited = compilation;
            foreach (SyntaxTree tree in compilation.SyntaxTrees)
                edited = edited.ReplaceSyntaxTree(tree, Parse(Edit(tree.ToString(), i), tree.FilePath));
            Timing timing = Timing.Of(() => Look(driver, edited, out driver));
            if (timing.ProcessorMilliseconds < best.ProcessorMilliseconds) best = timing;
        }
        return best;
    }

    /// <summary>What the compiler takes for everything, once a generator has run.</summary>
    public Timing Build(Type generator)
    {
        Drive(New(generator), IncrementalGeneratorOutputKind.None)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        return Timing.Of(() =>
        {
            EmitResult result = whole.Emit(Stream.Null, Stream.Null);
            if (!result.Success) throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Take(5)));
        });
    }

    private static void Look(GeneratorDriver driver, Compilation compilation, out GeneratorDriver after)
    {
        after = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        whole.GetDiagnostics();
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Options, path, Encoding.UTF8);

    /// <summary>Another number of classes.</summary>
    private static string Edit(string declaration, int step) => NumberOfClasses().Replace(
        declaration, match => $"Linear({int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + step})");

    private static IIncrementalGenerator New(Type generator) => (IIncrementalGenerator)Activator.CreateInstance(generator)!;

    private GeneratorDriver Drive(IIncrementalGenerator generator, IncrementalGeneratorOutputKind disabled, bool track = false) =>
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()], parseOptions: Options, driverOptions: new GeneratorDriverOptions(disabled, track))
        .RunGenerators(compilation);

    [GeneratedRegex(@"Linear\((\d+)\)")]
    private static partial Regex NumberOfClasses();
}
