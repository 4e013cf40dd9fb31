using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Schedule.Cpu;
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
    private readonly Action<Network, int, Memory<float>[], Memory<float>[]> _run;
    private readonly Action<Network, Memory<byte>, Memory<float>[]>? _runBytes;
    private readonly Func<Network, int, Memory<float>[], Memory<float>[], Action, float[][]>? _runTapped;
    private readonly Func<Network, Memory<byte>, Memory<float>[], float[][]>? _runTappedBytes;

    private CompiledNetwork(IReadOnlyList<Graph> sizes, string source, Type runner)
    {
        Sizes = sizes;
        Source = source;
        _load = runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions?, Network>>();
        _run = runner.GetMethod("Run")!.CreateDelegate<Action<Network, int, Memory<float>[], Memory<float>[]>>();
        _runTapped = runner.GetMethod("RunTapped")
            ?.CreateDelegate<Func<Network, int, Memory<float>[], Memory<float>[], Action, float[][]>>();
        _runTappedBytes = runner.GetMethod("RunTappedBytes")?.CreateDelegate<Func<Network, Memory<byte>, Memory<float>[], float[][]>>();
        _runBytes = runner.GetMethod("RunBytes")?.CreateDelegate<Action<Network, Memory<byte>, Memory<float>[]>>();
    }

    /// <summary>The network at its first size.</summary>
    public Graph Graph => Sizes[0];

    public IReadOnlyList<Graph> Sizes { get; }

    /// <summary>The generated code.</summary>
    public string Source { get; }

    public static CompiledNetwork Build(Graph graph, Computation arithmetic = Computation.Fast) =>
        Build([graph], new ScheduleOptions(arithmetic, Tuning.None))[0];

    /// <summary>One network with several sizes, which share their weights.</summary>
    public static CompiledNetwork BuildSizes(params Graph[] sizes) => Build([sizes], null)[0];

    /// <summary>Compiles many graphs into one assembly, which is much quicker than one by one.</summary>
    public static CompiledNetwork[] Build(IReadOnlyList<Graph> graphs, ScheduleOptions? scheduling = null) =>
        Build([.. graphs.Select(graph => new[] { graph })], scheduling);

    private static CompiledNetwork[] Build(IReadOnlyList<Graph[]> networks, ScheduleOptions? scheduling)
    {
        var files = networks.Select((sizes, i) =>
            NetworkCompiler.Compile(new NetworkClass("Compiled", [], $"Network{i}", "public sealed"), sizes, scheduling)).ToList();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = files.SelectMany((pair, i) => pair.All.Select((file, part) =>
                CSharpSyntaxTree.ParseText(file, options, $"Network{i}.{part}.g.cs", Encoding.UTF8)))
            .Concat(networks.Select((sizes, i) => CSharpSyntaxTree.ParseText(Runner(sizes, i), options, $"Runner{i}.cs", Encoding.UTF8)));
        var compilation = CSharpCompilation.Create("Compiled" + Guid.NewGuid().ToString("N"), trees, s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, checkOverflow: true,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(10).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems) + "\n" + string.Join("\n", problems.Select(Excerpt)));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(image);
        return [.. networks.Select((sizes, i) =>
            new CompiledNetwork(sizes, files[i].ToString(), assembly.GetType($"Compiled.Runner{i}")!))];
    }

    public Network Load(StateDict weights, NetworkOptions options) => _load(weights, options);

    /// <summary>Runs a batch; returns the outputs in order.</summary>
    public float[][] Run(Network network, float[][] inputs, int batch = 1)
    {
        float[][] outputs = Outputs(0, batch);
        Run(network, inputs, outputs);
        return outputs;
    }

    /// <summary>Runs into memory that is there already.</summary>
    public void Run(Network network, float[][] inputs, float[][] outputs) => Run(network, Memories(inputs), Memories(outputs));

    /// <inheritdoc cref="Run(Fusion.Network, float[][], float[][])"/>
    public void Run(Network network, Memory<float>[] inputs, Memory<float>[] outputs) => _run(network, -1, inputs, outputs);

    /// <summary>Whether the input can be an image in bytes.</summary>
    public bool TakesBytes => _runBytes is not null;

    /// <inheritdoc cref="Run(Fusion.Network, float[][], float[][])"/>
    public void RunBytes(Network network, Memory<byte> image, Memory<float>[] outputs) => _runBytes!(network, image, outputs);

    /// <summary>Runs a batch of a size that is named in the call; returns the outputs in order.</summary>
    public float[][] RunAt(Network network, int size, float[][] inputs, int batch = 1)
    {
        float[][] outputs = Outputs(size, batch);
        RunAt(network, size, Memories(inputs), Memories(outputs));
        return outputs;
    }

    /// <inheritdoc cref="RunAt(Fusion.Network, int, float[][], int)"/>
    public void RunAt(Network network, int size, Memory<float>[] inputs, Memory<float>[] outputs) => _run(network, size, inputs, outputs);

    /// <summary>Runs one sample; returns the taps in order.</summary>
    /// <param name="size">The size that is named in the call; −1 for none.</param>
    /// <param name="meanwhile">Is called before the taps are read.</param>
    public float[][] RunTapped(Network network, int size, float[][] inputs, float[][] outputs, Action? meanwhile = null) =>
        _runTapped!(network, size, Memories(inputs), Memories(outputs), meanwhile ?? (() => { }));

    /// <inheritdoc cref="RunTapped"/>
    public float[][] RunTappedBytes(Network network, byte[] image, float[][] outputs) =>
        _runTappedBytes!(network, image, Memories(outputs));

    /// <summary>Memory for the outputs of a batch.</summary>
    public float[][] Outputs(int size, int batch) =>
        [.. Sizes[size].Outputs.Select(output => new float[batch * Sizes[size].Nodes[output.Node].Shape.Elements])];

    private static Memory<float>[] Memories(float[][] values) => Array.ConvertAll(values, array => array.AsMemory());

    private static string Excerpt(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";

    private static string Runner(Graph[] sizes, int index)
    {
        string arguments = string.Join(
            ", ", sizes[0].Inputs.Select((_, i) => $"inputs[{i}].Span").Concat(sizes[0].Outputs.Select((_, i) => $"outputs[{i}].Span")));
        var named = sizes.Length == 1 ? [] : sizes.Select((graph, i) =>
            $"else if (size == {i}) ((Network{index})network).At{graph.Inputs.First().Shape}.Run({arguments});");
        string results = string.Join(", ", sizes[0].Outputs.Select((_, i) => $"outputs[{i}].Span"));
        string runBytes = sizes[0].Inputs.ToList() is not [{ Shape: { Rank: 3, Channels: <= 4 } }] ? "" : $$"""
            public static void RunBytes(
                    global::Fusion.Network network, global::System.Memory<byte> image, global::System.Memory<float>[] outputs) =>
                    ((Network{{index}})network).Run(image.Span, global::Fusion.ImageNormalization.UnitRange, {{results}});
            """;
        string runTapped = sizes[0].Taps.Count == 0 ? "" : $$"""
            public static float[][] RunTapped(
                    global::Fusion.Network network, int size, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs,
                    global::System.Action meanwhile)
            {
                using Network{{index}}.Tapped taps = {{Choose()}};
                meanwhile();
                return [{{string.Join(", ", sizes[0].Taps.Select(tap => $"taps.{tap.Name}.ToArray()"))}}];
            }
            """;
        string runTappedBytes = runTapped.Length == 0 || runBytes.Length == 0 ? "" : $$"""
            public static float[][] RunTappedBytes(
                    global::Fusion.Network network, global::System.Memory<byte> image, global::System.Memory<float>[] outputs)
            {
                using Network{{index}}.Tapped taps =
                    ((Network{{index}})network).RunTapped(image.Span, global::Fusion.ImageNormalization.UnitRange, {{results}});
                return [{{string.Join(", ", sizes[0].Taps.Select(tap => $"taps.{tap.Name}.ToArray()"))}}];
            }
            """;
        return $$"""
            namespace Compiled;

            public static class Runner{{index}}
            {
                public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions? options) =>
                    Network{{index}}.Load(weights, options);

                public static void Run(
                    global::Fusion.Network network, int size, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs)
                {
                    if (size < 0) ((Network{{index}})network).Run({{arguments}});
                    {{string.Join("\n        ", named)}}
                }

                {{runBytes}}

                {{runTapped}}

                {{runTappedBytes}}
            }
            """;

        string Choose() => sizes.Length == 1
            ? $"((Network{index})network).RunTapped({arguments})"
            : string.Concat(sizes.Select((graph, i) =>
                $"size == {i} ? ((Network{index})network).At{graph.Inputs.First().Shape}.RunTapped({arguments}) : "))
                + $"((Network{index})network).RunTapped({arguments})";
    }
}
