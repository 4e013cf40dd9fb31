using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Graphs;
using Fusion.Gpu.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Gpu.Tests.Support;

/// <summary>The programs that the compiler makes of a network for GPUs, and nothing for the processor.</summary>
internal static class GeneratedPrograms
{
    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Concat([typeof(Network).Assembly.Location, typeof(GpuNetwork).Assembly.Location, typeof(ILGPU.Context).Assembly.Location])
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>One for each of the network's sizes.</summary>
    public static IReadOnlyList<GpuProgram> Of(NetworkInfo info)
    {
        Graph[] graphs = [.. info.Variants.Select(variant => GraphText.Parse(variant.Graph))];
        var type = new NetworkClass("Generated", [], info.Name, "public sealed");
        PlannedNetwork network = NetworkCompiler.Plan(type, graphs, [new GpuTarget()]);
        PlannedTarget target = Assert.Single(network.Targets);
        Assembly assembly = Compile(NetworkEmitter.Members(network), NetworkEmitter.File(network, target));
        Type programs = assembly.GetTypes().Single(one => one.Name == "GpuPrograms");
        return (GpuProgram[])programs.GetProperty("All")!.GetValue(null)!;
    }

    private static Assembly Compile(params string[] sources)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            sources.Select(source => CSharpSyntaxTree.ParseText(source, parsing, encoding: Encoding.UTF8)),
            _references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(image);
    }
}
