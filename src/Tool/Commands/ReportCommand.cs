using System.CommandLine;
using System.Text;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Measure;
using Fusion.Tool.Report;
using Fusion.Tool.Report.Values;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion report</c>: a page about a network, its kernels and their times.</summary>
internal sealed class ReportCommand : ToolCommand
{
    private readonly Argument<string> _assembly;
    private readonly Option<string?> _network, _weights, _input;
    private readonly Option<string> _output;
    private readonly Option<double> _seconds;
    private readonly Option<bool> _force, _json;

    public ReportCommand()
        : base("report",
            "Writes a page about a network: its kernels and their times on this machine, what is fused, and the workspace over time. "
            + "The network is run.",
            new Example("fusion report bin/Release/net10.0/Program.dll --network ResNet50 --output report.html",
                "One file, to be opened in any browser; it needs no network access."),
            new Example("fusion report Program.dll --output report.html --weights resnet50.safetensors --input photo.npy",
                "Shows the gates and taps of trained weights on an input of yours."))
    {
        _assembly = WithFile("assembly", "A built assembly, with its neighbours beside it.");
        _network = With<string?>("--network", "The network; the only one where it is not given.", value: "NAME");
        _output = With<string>("--output", "The .html file to write.", required: true, value: "FILE");
        _weights = With<string?>("--weights", "Weights to run with (.safetensors); random ones where it is not given.", value: "FILE");
        _input = With<string?>("--input",
            "What gates and taps are shown for (.npy, .npz, .safetensors), channels first or last; random numbers where it is not given.",
            value: "FILE");
        _seconds = With<double>("--seconds", "How long to measure each size (2).", value: "S");
        _seconds.DefaultValueFactory = _ => 2;
        _force = With<bool>("--force", "Replaces the output where it is there already.");
        _json = With<bool>("--json", "Prints the kernels, their times, and the statistics of gates and taps as JSON, too.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_assembly), output = line.GetRequiredValue(_output);
        bool force = line.GetValue(_force);
        double seconds = line.GetValue(_seconds);
        if (!(seconds is >= 0 and <= 600)) throw new ToolException($"--seconds is {seconds}; 0 to 600 was expected.");
        OutputFile.Check(output, force);
        IReadOnlyList<DeclaredNetwork> networks = NetworkAssembly.Read(path, line.GetValue(_network) is { } name ? [name] : []);
        if (networks.Count > 1)
            throw new ToolException($"--network is missing: {path} has {string.Join(", ", networks.Select(known => known.Name))}.");
        DeclaredNetwork declared = networks[0];
        using var loaded = new LoadedNetwork(path, declared);
        StateDict weights = line.GetValue(_weights) is { } file ? Load(file) : NetworkWeights.Initialize(loaded.Info, seed: 1);
        using Network network = loaded.Load(weights, new NetworkOptions { Threads = 1, Profile = true });
        SampleInput sample = line.GetValue(_input) is { } given ? SampleInput.Read(given, declared) : SampleInput.Random;
        string origin = line.GetValue(_weights) is { } trained ? Path.GetFileName(trained) : "random weights";
        string run = $"{sample.Description}, with {origin}";
        Machine machine = null!;
        List<(string Title, ReportPlan Plan)> sizes = [];
        terminal.Progress($"Measuring {declared.Name}", progress =>
        {
            machine = Machine.Measure(network.InstructionSet);
            for (int i = 0; i < declared.Sizes.Count; i++)
            {
                int size = i;
                double[] times = KernelTimes.Measure(loaded, network, size, TimeSpan.FromSeconds(seconds),
                    share => progress((size + share) / declared.Sizes.Count));
                sizes.Add((Title(declared.Sizes[i]),
                    Timed(ReportPlan.Of(declared.Sizes[i], network.InstructionSet), declared.Sizes[i], times, machine)));
            }
        });
        terminal.Progress("Looking at gates and taps", progress =>
        {
            for (int i = 0; i < sizes.Count; i++)
            {
                sizes[i] = (sizes[i].Title, Seen(sizes[i].Plan, declared.Sizes[i].Graph, weights, sample.Of(declared.Sizes[i])));
                progress((i + 1.0) / sizes.Count);
            }
        });
        string page = ReportPage.Write(declared, network.InstructionSet, machine, run, sizes);
        OutputFile.Write(output, force, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        if (line.GetValue(_json)) terminal.Json(ReportSummary.Of(output, declared, network.InstructionSet, machine, run, sizes));
        else terminal.Line($"{output}: {declared.Name}, {declared.Sizes[0].Kernels.Count} kernels.");
    }

    private static StateDict Load(string file)
    {
        InputFile.Open(file, "a .safetensors file").Dispose();
        return StateDict.Load(file);
    }

    /// <summary>The plan with the values of its gates and taps.</summary>
    private static ReportPlan Seen(ReportPlan plan, Graph graph, StateDict weights, IReadOnlyList<float[]> inputs)
    {
        if (plan.Taps.Count == 0) return plan;
        var values = ProbedNetwork.Run(graph, [.. plan.Taps.Select(tap => tap.Node)], weights, inputs);
        return plan with { Taps = [.. plan.Taps.Select(tap => tap with { Values = values[tap.Node] })] };
    }

    /// <summary>The plan with the times of the kernels that it shares with the assembly.</summary>
    private static ReportPlan Timed(ReportPlan plan, DeclaredSize size, double[] times, Machine machine) => plan with
    {
        Kernels =
        [
            .. plan.Kernels.Select(kernel => kernel with
            {
                Microseconds = kernel.Index < times.Length && size.Kernels[kernel.Index] == kernel.Title ? times[kernel.Index] : 0,
                FloorMicroseconds = 1e-3 * machine.Floor(2.0 * kernel.MultiplyAdds, kernel.ValueBytes, kernel.WeightBytes),
            }),
        ],
    };

    private static string Title(DeclaredSize size) =>
        string.Join(", ", size.Graph.Inputs.Select(node => $"{((Input)node.Operation).Name} {node.Shape}"))
        + " → " + string.Join(", ", size.Graph.Outputs.Select(output => $"{output.Name} {size.Graph.Nodes[output.Node].Shape}"));
}
