using System.CommandLine;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Shell;
using Fusion.Tool.Tune;
using Set = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion tune</c>: what is quicker here than the scheduler's own choice.</summary>
internal sealed class TuneCommand : ToolCommand
{
    private const int FewestRuns = 3, MostRuns = 10_000;

    private readonly Argument<string> _assembly;
    private readonly Option<string[]> _networks;
    private readonly Option<string?> _layers;
    private readonly Option<string> _output;
    private readonly Option<int> _runs;
    private readonly Option<bool> _force, _json;

    public TuneCommand()
        : base("tune",
            "Times the layers of networks on this machine, and writes what is quicker than the scheduler's own choice. Nothing of the "
            + "assembly is run: its layers are compiled anew.",
            new Example("fusion tune bin/Release/net10.0/Program.dll --network SeResNet50",
                "Writes fusion.tuning, to be put beside the project file; takes minutes."),
            new Example("fusion tune bin/Release/net10.0/Program.dll --layers 3×3 --output convolutions.fusion.tuning --force",
                "Only layers whose name holds 3×3."))
    {
        _assembly = WithFile("assembly", "A built assembly.");
        _networks = With<string[]>("--network", "A network of the assembly; all where none is given. May be given several times.",
            value: "NAME");
        _layers = With<string?>("--layers", "Only layers whose name holds this: 3×3, 64→256.", value: "TEXT");
        _output = With<string>("--output", "The file for the choices; its name ends in fusion.tuning (fusion.tuning).", value: "FILE");
        _output.DefaultValueFactory = _ => "fusion.tuning";
        _runs = With<int>("--runs", "Runs of each candidate (30).", value: "N");
        _runs.DefaultValueFactory = _ => 30;
        _force = With<bool>("--force", "Replaces the output where it is there already.");
        _json = With<bool>("--json", "Prints the layers and what was gained as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        int runs = line.GetValue(_runs);
        if (runs is < FewestRuns or > MostRuns) throw new ToolException($"--runs is {runs}; {FewestRuns} to {MostRuns} was expected.");
        string output = line.GetRequiredValue(_output);
        bool force = line.GetValue(_force);
        OutputFile.Check(output, force);
        IReadOnlyList<DeclaredNetwork> networks = NetworkAssembly.Read(line.GetRequiredValue(_assembly), line.GetValue(_networks) ?? []);
        List<TunableLayer> layers = [.. networks.SelectMany(network => network.Sizes).SelectMany(size => TunableLayer.Of(size.Graph))
            .DistinctBy(layer => layer.Name)];
        if (line.GetValue(_layers) is { } text) layers = [.. layers.Where(layer => layer.Name.Contains(text, StringComparison.Ordinal))];
        if (layers.Count == 0) throw new ToolException("There is no such layer to tune; small ones have no choices that matter.");
        string names = string.Join(", ", networks.Select(network => network.Name));
        Set set = Widest();
        List<Tuned> results = Tune(layers, set, runs, terminal);
        List<Tuned> better = [.. results.Where(result => result.Choices.Layers.Count > 0)];
        string file = TuningFile.Print(new Tuning([.. better.SelectMany(result => result.Choices.Layers)]), [
            "What the scheduler does in place of its own choice: layer | instruction set | choices. Written by fusion tune.",
            $"{better.Count} of {results.Count} layers of {names}, measured on {set.Name}."]);
        OutputFile.Write(output, force, stream => stream.Write(Encoding.UTF8.GetBytes(file)));
        if (line.GetValue(_json))
        {
            terminal.Json(new { output, instructionSet = set.Name, layers = results.Select(result => Summary(result, set)) });
            return;
        }

        foreach (Tuned result in results) terminal.Line(Text(result, set));
        Tuned most = results.MaxBy(result => result.Gain)!;
        terminal.Line(FormattableString.Invariant($"{output}: {better.Count} of {results.Count} layers. Tuned kernels are ")
            + FormattableString.Invariant($"{Math.Exp(results.Average(result => Math.Log(result.Gain))):0.000} times as fast in the mean, ")
            + FormattableString.Invariant($"{most.Gain:0.00} at most ({most.Layer.Name})."));
    }

    private static List<Tuned> Tune(List<TunableLayer> layers, Set set, int runs, Terminal terminal)
    {
        var tuner = new Tuner(set, runs);
        List<Tuned> results = [];
        terminal.Progress($"Tuning {layers.Count} layers", progress =>
        {
            foreach (TunableLayer layer in layers)
            {
                results.Add(tuner.Tune(layer));
                progress((double)results.Count / layers.Count);
            }
        });
        return results;
    }

    private static string Text(Tuned tuned, Set set)
    {
        string change = tuned.Gain > 1
            ? $": {tuned.Layer.Plan(set, Tuning.None).TileText} → {tuned.Layer.Plan(set, tuned.Choices).TileText}" : "";
        return FormattableString.Invariant($"{tuned.Gain,5:0.00}  {tuned.Layer.Name}{change}");
    }

    private static object Summary(Tuned tuned, Set set) => new
    {
        layer = tuned.Layer.Name,
        tuned.Gain,
        before = tuned.Layer.Plan(set, Tuning.None).TileText,
        after = tuned.Layer.Plan(set, tuned.Choices).TileText,
    };

    /// <summary>The instruction set that networks use on this machine.</summary>
    private static Set Widest() =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? Set.Avx512 : Fma.IsSupported && Avx2.IsSupported ? Set.Avx2 : Set.Portable;
}
