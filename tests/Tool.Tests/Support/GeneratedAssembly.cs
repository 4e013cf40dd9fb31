using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Tool.Tests.Support;

/// <summary>Compiles a declaration as a project that uses Fusion does, with the generator.</summary>
internal static class GeneratedAssembly
{
    private static readonly string s_generator = typeof(GeneratedAssembly).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Generator").Value!;

    /// <summary>The assembly, which neither C# nor the generator has an error for.</summary>
    public static string Compile(string source, Folder folder)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create("Generated",
            [CSharpSyntaxTree.ParseText(source, parse, "Net.cs", System.Text.Encoding.UTF8)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) is var name
                    && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "Fusion.dll"))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var generator = (IIncrementalGenerator)Activator.CreateInstance(
            Assembly.LoadFrom(Path.GetFullPath(s_generator)).GetType("Fusion.Generator.FusionGenerator")!)!;
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out var reported);
        string path = folder["Generated.dll"];
        using (FileStream file = File.Create(path))
        {
            var errors = updated.Emit(file).Diagnostics.Concat(reported)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Assert.True(!errors.Any(), string.Join("\n", errors.Take(5)) + "\n" + source);
        }
        return path;
    }
}
