using System.Reflection;
using Fusion.Import;
using Fusion.Tool.InMemory;

namespace Fusion.Tool.Models;

/// <summary>Imported networks that are generated, compiled and loaded together, which is much quicker than one by one.</summary>
internal sealed class CompiledCase
{
    private readonly Func<StateDict, NetworkOptions, Network> _load;
    private readonly Action<Network, Memory<float>[], Memory<float>[]> _run;
    private readonly ImportedNetwork _network;

    private CompiledCase(ImportedNetwork network, Type runner)
    {
        _network = network;
        _load = runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions, Network>>();
        _run = runner.GetMethod("Run")!.CreateDelegate<Action<Network, Memory<float>[], Memory<float>[]>>();
    }

    /// <summary>Each network must be in a namespace of its own, <see cref="Namespace"/>.</summary>
    public static CompiledCase[] Compile(IReadOnlyList<ImportedNetwork> networks)
    {
        var sources = networks.SelectMany((network, i) => new[]
        {
            (network.Source, $"{network.ClassName}.{i}.cs"),
            (Runner(network, i), $"Runner.{i}.cs"),
        });
        Assembly assembly = new InMemoryProject(sources).Load();
        return [.. networks.Select((network, i) => new CompiledCase(network, assembly.GetType($"{Namespace(i)}.Runner")!))];
    }

    public static string Namespace(int index) => FormattableString.Invariant($"Imported{index}");

    public ImportedModel Model => _network.Model;

    /// <summary>Runs all samples; inputs and results are as the model has them.</summary>
    public float[][] Run(InstructionSet set, IReadOnlyList<float[]> inputs)
    {
        using CompiledRun run = Open(new NetworkOptions { InstructionSet = set }, inputs);
        run.Run();
        return run.Results();
    }

    /// <summary>Loads the network on so many threads; inputs are as the model has them.</summary>
    public CompiledRun Open(int threads, IReadOnlyList<float[]> inputs) => Open(new NetworkOptions { Threads = threads }, inputs);

    private CompiledRun Open(NetworkOptions options, IReadOnlyList<float[]> inputs)
    {
        Network network = _load(_network.ToStateDict(), options);
        Memory<float>[] given = [.. Model.Inputs.Select((border, i) => Convert(border, inputs[i], toNetwork: true).AsMemory())];
        float[][] results = [.. Model.Outputs.Select(border => new float[RandomInput.Count(border)])];
        Memory<float>[] made = [.. results.Select(result => result.AsMemory())];
        return new CompiledRun(network, () => _run(network, given, made),
            () => [.. results.Select((result, i) => Convert(Model.Outputs[i], result, toNetwork: false))]);
    }

    /// <summary>Channels first, the network has the model's own order.</summary>
    private float[] Convert(Border border, float[] values, bool toNetwork) =>
        _network.IsChannelsFirst ? values : toNetwork ? border.ToNetwork(values) : border.ToModel(values);

    private static string Runner(ImportedNetwork network, int index)
    {
        ImportedModel model = network.Model;
        string arguments = string.Join(", ",
            model.Inputs.Select((_, i) => $"inputs[{i}].Span").Concat(model.Outputs.Select((_, i) => $"outputs[{i}].Span")));
        return $$"""
            namespace {{Namespace(index)}};

            public static class Runner
            {
                public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions options) =>
                    {{network.ClassName}}.Load(weights, options);

                public static void Run(
                    global::Fusion.Network network, global::System.Memory<float>[] inputs, global::System.Memory<float>[] outputs) =>
                    (({{network.ClassName}})network).Run({{arguments}});
            }
            """;
    }
}
