using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Graphs;
using Fusion.Tool.InMemory;

namespace Fusion.Tool.Report.Values;

/// <summary>A network whose inner values are results, compiled in memory: gates that were fused into other
/// kernels can be seen, too.</summary>
internal static class ProbedNetwork
{
    /// <summary>Runs one sample.</summary>
    /// <param name="nodes">The values that are wanted.</param>
    /// <param name="inputs">The inputs in order, channels last.</param>
    /// <returns>For each of the nodes its elements, channels last.</returns>
    public static IReadOnlyDictionary<int, float[]> Run(
        Graph graph, IReadOnlyCollection<int> nodes, StateDict weights, IReadOnlyList<float[]> inputs)
    {
        int[] wanted = [.. nodes.Distinct()];
        Graph probed = graph with
        {
            Layout = Compiler.Layout.Nhwc,
            Taps = [],
            Outputs = [.. wanted.Select((node, i) => new GraphOutput($"value{i}", node))],
        };
        NetworkFiles files = NetworkCompiler.Compile(new NetworkClass("Probes", [], "Probe", "public sealed"), [probed]);
        Type runner = new InMemoryProject(files.All.Append(Runner(inputs.Count, wanted.Length)).Select((text, i) => (text, $"Probe{i}.cs")))
            .Load().GetType("Probes.Runner")!;
        float[][] values = [.. wanted.Select(node => new float[graph.Nodes[node].Shape.Elements])];
        var load = runner.GetMethod("Load")!.CreateDelegate<Func<StateDict, NetworkOptions, Network>>();
        using Network network = load(weights, new NetworkOptions { Threads = 1, Strict = false });
        runner.GetMethod("Run")!.CreateDelegate<Action<Network, float[][], float[][]>>()(network, [.. inputs], values);
        return wanted.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static string Runner(int inputs, int outputs)
    {
        string arguments = string.Join(", ",
            Enumerable.Range(0, inputs).Select(i => $"inputs[{i}]").Concat(Enumerable.Range(0, outputs).Select(i => $"outputs[{i}]")));
        return $$"""
            namespace Probes;

            public static class Runner
            {
                public static global::Fusion.Network Load(global::Fusion.StateDict weights, global::Fusion.NetworkOptions options) =>
                    Probe.Load(weights, options);

                public static void Run(global::Fusion.Network network, float[][] inputs, float[][] outputs) =>
                    ((Probe)network).Run({{arguments}});
            }
            """;
    }
}
