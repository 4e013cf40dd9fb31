using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Schedule.Cpu;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Benchmarks;

/// <summary>A network that was compiled while the program runs.</summary>
internal sealed record CompiledLayer(
    SingleLayer Layer, NetworkInfo Info, Func<StateDict, NetworkOptions, Network> Load, CompiledLayer.FloatRun Run)
{
    public delegate void FloatRun(Network network, ReadOnlySpan<float> input, float[][] outputs);
}

/// <summary>
/// Compiles layers while the program runs, with what the source generator calls: any layer can be measured, not only declared ones.
/// </summary>
internal static class LayerCompiler
{
    /// <param name="scheduling">What is said about scheduling the layer with that index; null for nothing.</param>
    public static CompiledLayer[] Compile(IReadOnlyList<SingleLayer> layers, Func<int, ScheduleOptions>? scheduling = null)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = layers.SelectMany((layer, i) => Generated(layer.Graph, i, scheduling?.Invoke(i)).All.Append(Runner(layer.Graph, i)))
            .Select(source => CSharpSyntaxTree.ParseText(source, options, encoding: Encoding.UTF8));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "Fusion.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Layers" + Guid.NewGuid().ToString("N"), trees, references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(
                string.Join("\n", result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null).LoadFromStream(image);
        return [.. layers.Select((layer, i) => Network(layer, assembly.GetType($"Layers.Runner{i}")!))];
    }

    private static NetworkFiles Generated(Graph graph, int index, ScheduleOptions? scheduling) =>
        NetworkCompiler.Compile(new NetworkClass("Layers", [], $"Layer{index}", "public sealed"), [graph], scheduling);

    private static string Runner(Graph graph, int index) =>
        $$"""
        namespace Layers;

        public static class Runner{{index}}
        {
            public static global::Fusion.NetworkInfo Info => Layer{{index}}.Description;

            public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options) =>
                Layer{{index}}.Load(weights, options);

            public static void Run(global::Fusion.Network network, System.ReadOnlySpan<float> input, float[][] outputs) =>
                ((Layer{{index}})network).Run(input, {{string.Join(", ", graph.Outputs.Select((_, i) => $"outputs[{i}]"))}});
        }
        """;

    private static CompiledLayer Network(SingleLayer layer, Type runner) => new(
        layer,
        (NetworkInfo)runner.GetProperty("Info")!.GetValue(null)!,
        runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions, Network>>(),
        runner.GetMethod("Run")!.CreateDelegate<CompiledLayer.FloatRun>());
}
