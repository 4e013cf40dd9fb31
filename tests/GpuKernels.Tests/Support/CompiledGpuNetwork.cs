using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Gpu;
using Fusion.Gpu.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Precision = Fusion.Compiler.Schedule.Gpu.GpuPrecision;

namespace Fusion.Kernels.Tests.Support;

/// <summary>A graph taken through the whole compiler, and its generated code for GPUs compiled and loaded.</summary>
internal sealed class CompiledGpuNetwork
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Network).Assembly.Location).Append(typeof(GpuNetwork).Assembly.Location)
            .Append(typeof(ILGPU.Context).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Func<int, GpuProgram[]> _programs;
    private readonly Func<GpuDevice, StateDict, GpuOptions?, GpuNetwork> _load;
    private readonly Action<GpuNetwork, Memory<float>[], Memory<float>[]> _run;

    private CompiledGpuNetwork(Graph graph, string source, Type runner)
    {
        (Graph, Source) = (graph, source);
        _programs = runner.GetMethod("Programs")!.CreateDelegate<Func<int, GpuProgram[]>>();
        _load = runner.GetMethod("Load")!.CreateDelegate<Func<GpuDevice, StateDict, GpuOptions?, GpuNetwork>>();
        _run = runner.GetMethod("Run")!.CreateDelegate<Action<GpuNetwork, Memory<float>[], Memory<float>[]>>();
    }

    public Graph Graph { get; }

    /// <summary>The generated code for GPUs.</summary>
    public string Source { get; }

    /// <summary>Compiles many graphs into one assembly, which is much quicker than one by one.</summary>
    /// <param name="precision">That of kernels which are there beside those of fp32.</param>
    /// <param name="target">What plans for GPUs; null for the product's.</param>
    /// <param name="edit">Changes the generated code for GPUs, so that what it has of the precision is there for Single.</param>
    public static CompiledGpuNetwork[] Build(
        IReadOnlyList<Graph> graphs, Precision precision = Precision.Single, Target? target = null, Func<string, string>? edit = null)
    {
        target ??= new GpuTarget(Computation.Fast, precision);
        string[][] files = [.. graphs.Select((graph, i) =>
        {
            // Of the CPU as little as there is.
            var cpu = new CpuTarget(ScheduleOptions.Default with { Sets = [Compiler.Schedule.Cpu.InstructionSet.Portable] });
            PlannedNetwork network = NetworkCompiler.Plan(Type(i), [graph], [cpu, target]);
            string[] parts = [NetworkEmitter.Members(network), .. network.Targets.Select(target => NetworkEmitter.File(network, target))];
            if (edit is not null) parts[2] = edit(parts[2]);
            return parts;
        })];
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = files.SelectMany((parts, i) => parts.Select((file, part) =>
                CSharpSyntaxTree.ParseText(file, options, $"Network{i}.{part}.g.cs", Encoding.UTF8)))
            .Concat(graphs.Select((graph, i) =>
                CSharpSyntaxTree.ParseText(Runner(graph, i, precision == Precision.Single ? null
                    : edit is null ? precision : Precision.Single), options, $"Runner{i}.cs", Encoding.UTF8)));
        var compilation = CSharpCompilation.Create("Compiled" + Guid.NewGuid().ToString("N"), trees, s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, checkOverflow: true,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(10).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems) + "\n" + string.Join("\n", problems.Select(Excerpt)));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(image);
        return [.. graphs.Select((graph, i) => new CompiledGpuNetwork(graph, files[i][2], assembly.GetType($"Compiled.Runner{i}")!))];
    }

    /// <summary>Its kernels, for single samples and for batches, each once.</summary>
    public IReadOnlyList<GpuKernel> Kernels =>
        [.. _programs(1).Concat(_programs(8)).SelectMany(program => program.Kernels).DistinctBy(kernel => kernel.Method.Method)];

    /// <summary>What runs for a size of batch.</summary>
    public GpuProgram Program(int batch) => _programs(batch)[0];

    public GpuNetwork Load(GpuDevice device, StateDict weights, GpuOptions? options = null) => _load(device, weights, options);

    public void Run(GpuNetwork network, float[][] inputs, float[][] outputs) =>
        _run(network, Array.ConvertAll(inputs, values => values.AsMemory()), Array.ConvertAll(outputs, values => values.AsMemory()));

    private static string Programs(int index) => $"global::{Type(index).KernelNamespace}.GpuPrograms";

    private static string Argument(Precision? precision) =>
        precision is null ? "" : $", global::Fusion.Gpu.GpuPrecision.{precision}";

    private static NetworkClass Type(int index) => new("Compiled", [], $"Network{index}", "public sealed");

    private static string Excerpt(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";

    /// <param name="precision">That of its programs; null where there is nothing to choose.</param>
    private static string Runner(Graph graph, int index, Precision? precision) => $$"""
        namespace Compiled;

        public static class Runner{{index}}
        {
            public static global::Fusion.Gpu.GpuNetwork Load(
                global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions? options) =>
                Network{{index}}.LoadGpu(device, weights, options);

            public static global::Fusion.Gpu.Runtime.GpuProgram[] Programs(int batch) =>
                {{Programs(index)}}.For(batch{{Argument(precision)}});

            public static void Run(
                global::Fusion.Gpu.GpuNetwork network, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs) =>
                ((Network{{index}}.Gpu)network).Run({{string.Join(", ", graph.Inputs.Select((_, i) => $"inputs[{i}].Span")
                    .Concat(graph.Outputs.Select((_, i) => $"outputs[{i}].Span")))}});
        }
        """;
}
