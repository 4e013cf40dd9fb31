using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Schedule;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Kernels.Tests.Support;

/// <summary>A graph taken through the whole compiler, and its generated code compiled and loaded.</summary>
internal sealed class CompiledNetwork
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Network).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Func<StateDict, NetworkOptions?, Network> _load;
    private readonly Action<Network, float[][], float[][]> _run;

    private CompiledNetwork(Graph graph, string source, Type runner)
    {
        Graph = graph;
        Source = source;
        _load = runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions?, Network>>();
        _run = runner.GetMethod("Run")!.CreateDelegate<Action<Network, float[][], float[][]>>();
    }

    public Graph Graph { get; }

    /// <summary>The generated code.</summary>
    public string Source { get; }

    public static CompiledNetwork Build(Graph graph, Computation arithmetic = Computation.Fast) =>
        Build([graph], new ScheduleOptions(arithmetic, Tuning.None))[0];

    /// <summary>Compiles many graphs into one assembly, which is much quicker than one by one.</summary>
    public static CompiledNetwork[] Build(IReadOnlyList<Graph> graphs, ScheduleOptions? scheduling = null)
    {
        var sources = graphs.Select((graph, i) =>
            NetworkCompiler.Compile(new NetworkClass("Compiled", [], $"Network{i}", "public sealed"), [graph], scheduling)).ToList();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, $"Network{i}.g.cs", Encoding.UTF8))
            .Concat(graphs.Select((graph, i) => CSharpSyntaxTree.ParseText(Runner(graph, i), options, $"Runner{i}.cs", Encoding.UTF8)));
        var compilation = CSharpCompilation.Create("Compiled" + Guid.NewGuid().ToString("N"), trees, s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, checkOverflow: true,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(10).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems) + "\n" + string.Join("\n", problems.Select(Excerpt)));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(image);
        return [.. graphs.Select((graph, i) => new CompiledNetwork(graph, sources[i], assembly.GetType($"Compiled.Runner{i}")!))];
    }

    public Network Load(StateDict weights, NetworkOptions options) => _load(weights, options);

    /// <summary>Runs a batch; returns the outputs in order.</summary>
    public float[][] Run(Network network, float[][] inputs, int batch = 1)
    {
        float[][] outputs = [.. Graph.Outputs.Select(output => new float[batch * Graph.Nodes[output.Node].Shape.Elements])];
        _run(network, inputs, outputs);
        return outputs;
    }

    /// <summary>Runs into memory that is there already.</summary>
    public void Run(Network network, float[][] inputs, float[][] outputs) => _run(network, inputs, outputs);

    private static string Excerpt(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";

    private static string Runner(Graph graph, int index)
    {
        var arguments = graph.Inputs.Select((_, i) => $"inputs[{i}]").Concat(graph.Outputs.Select((_, i) => $"outputs[{i}]"));
        return $$"""
            namespace Compiled;

            public static class Runner{{index}}
            {
                public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options) =>
                    Network{{index}}.Load(weights, options);

                public static void Run(global::Fusion.Network network, float[][] inputs, float[][] outputs) =>
                    ((Network{{index}})network).Run({{string.Join(", ", arguments)}});
            }
            """;
    }
}
