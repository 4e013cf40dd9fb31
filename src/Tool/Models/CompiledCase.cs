using System.Reflection;
using Fusion.Gpu;
using Fusion.Import;
using Fusion.Tool.InMemory;

namespace Fusion.Tool.Models;

/// <summary>Imported networks that are generated, compiled and loaded together, which is much quicker than one by one.</summary>
internal sealed class CompiledCase
{
    private readonly Func<StateDict, NetworkOptions, Network> _load;
    private readonly Action<Network, Memory<float>[], Memory<float>[]> _run;
    private readonly Func<GpuDevice, StateDict, GpuOptions, GpuNetwork>? _loadGpu;
    private readonly Action<GpuNetwork, Memory<float>[], Memory<float>[]>? _runGpu;
    private readonly ImportedNetwork _network;

    private CompiledCase(ImportedNetwork network, Type runner)
    {
        _network = network;
        _loadGpu = runner.GetMethod("LoadGpu")?.CreateDelegate<Func<GpuDevice, StateDict, GpuOptions, GpuNetwork>>();
        _runGpu = runner.GetMethod("RunGpu")?.CreateDelegate<Action<GpuNetwork, Memory<float>[], Memory<float>[]>>();
        _load = runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions, Network>>();
        _run = runner.GetMethod("Run")!.CreateDelegate<Action<Network, Memory<float>[], Memory<float>[]>>();
    }

    /// <summary>Each network must be in a namespace of its own, <see cref="Namespace"/>.</summary>
    /// <param name="hasGpu">Whether they are compiled for GPUs, too.</param>
    public static CompiledCase[] Compile(IReadOnlyList<ImportedNetwork> networks, bool hasGpu = false)
    {
        var sources = networks.SelectMany((network, i) => new[]
        {
            (network.Source, $"{network.ClassName}.{i}.cs"),
            (Runner(network, i, hasGpu), $"Runner.{i}.cs"),
        });
        Assembly assembly = new InMemoryProject(sources, hasGpu).Load();
        return [.. networks.Select((network, i) => new CompiledCase(network, assembly.GetType($"{Namespace(i)}.Runner")!))];
    }

    public static string Namespace(int index) => FormattableString.Invariant($"Imported{index}");

    public ImportedModel Model => _network.Model;

    /// <summary>Runs all samples; inputs and results are as the model has them.</summary>
    public float[][] Run(InstructionSet set, IReadOnlyList<float[]> inputs)
    {
        using CompiledRun run = Open(new NetworkOptions { InstructionSet = set, AllowNonFinite = true }, inputs);
        run.Run();
        return run.Results();
    }

    /// <summary>As <see cref="Run(InstructionSet, IReadOnlyList{float[]})"/>, on a device, of networks that are compiled for GPUs,
    /// too.</summary>
    /// <exception cref="GpuException">The device can't run the network.</exception>
    public float[][] Run(GpuDevice device, IReadOnlyList<float[]> inputs)
    {
        using GpuNetwork network = _loadGpu!(device, _network.ToStateDict(), new GpuOptions { Batch = Model.Batch, AllowNonFinite = true });
        float[][] results = NewResults();
        _runGpu!(network, Given(inputs), Array.ConvertAll(results, result => result.AsMemory()));
        return Converted(results);
    }

    /// <summary>Loads the network on so many threads; inputs are as the model has them.</summary>
    public CompiledRun Open(int threads, IReadOnlyList<float[]> inputs) =>
        Open(new NetworkOptions { Threads = threads, AllowNonFinite = true }, inputs);

    private CompiledRun Open(NetworkOptions options, IReadOnlyList<float[]> inputs)
    {
        Network network = _load(_network.ToStateDict(), options);
        Memory<float>[] given = Given(inputs);
        float[][] results = NewResults();
        Memory<float>[] made = Array.ConvertAll(results, result => result.AsMemory());
        return new CompiledRun(network, () => _run(network, given, made), () => Converted(results));
    }

    private Memory<float>[] Given(IReadOnlyList<float[]> inputs) =>
        [.. Model.Inputs.Select((border, i) => Convert(border, inputs[i], toNetwork: true).AsMemory())];

    private float[][] NewResults() => [.. Model.Outputs.Select(border => new float[RandomInput.Count(border)])];

    private float[][] Converted(float[][] results) =>
        [.. results.Select((result, i) => Convert(Model.Outputs[i], result, toNetwork: false))];

    /// <summary>Channels first, the network has the model's own order.</summary>
    private float[] Convert(Border border, float[] values, bool toNetwork) =>
        _network.IsChannelsFirst ? values : toNetwork ? border.ToNetwork(values) : border.ToModel(values);

    private static string Runner(ImportedNetwork network, int index, bool hasGpu)
    {
        ImportedModel model = network.Model;
        string arguments = string.Join(", ",
            model.Inputs.Select((_, i) => $"inputs[{i}].Span").Concat(model.Outputs.Select((_, i) => $"outputs[{i}].Span")));
        string gpu = !hasGpu ? "" : $$"""

                public static global::Fusion.Gpu.GpuNetwork LoadGpu(
                    global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions options) =>
                    {{network.ClassName}}.LoadGpu(device, weights, options);

                public static void RunGpu(
                    global::Fusion.Gpu.GpuNetwork network, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs) =>
                    (({{network.ClassName}}.Gpu)network).Run({{arguments}});
            """;
        return $$"""
            namespace {{Namespace(index)}};

            public static class Runner
            {
                public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions options) =>
                    {{network.ClassName}}.Load(weights, options);

                public static void Run(
                    global::Fusion.Network network, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs) =>
                    (({{network.ClassName}})network).Run({{arguments}});
            {{gpu}}
            }
            """;
    }
}
