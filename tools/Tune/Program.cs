using System.Reflection;
using Fusion;
using Fusion.Compiler;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Samples;
using Fusion.Tools.Tune;

return CommandLine.Run(
    () => new CommandLine(
        "tools/Tune",
        "Times the layers of a program's networks on this machine, and writes what is quicker than the scheduler's own choice.", [
        new("--assembly", "FILE", "the program or library with the networks"),
        new("--networks", "A,B", "the names of their classes (all)"),
        new("--layers", "TEXT", "only layers whose name holds this: 3×3, 64→256"),
        new("--out", "FILE", "where the choices go (fusion.tuning)"),
        new("--runs", "N", "runs of each candidate (30)"),
        new("--help", null, "this text")], args),
    Tune);

static int Tune(CommandLine line)
{
    string output = line.Text("--out") ?? TuningDefaults.File;
    int runs = line.Int("--runs", 30, 3, 10_000);
    IReadOnlyList<NetworkInfo> networks = Networks(line.Required("--assembly"), line.Text("--networks")?.Split(','));
    Fusion.Compiler.Schedule.Cpu.InstructionSet set = TuningDefaults.Widest();
    List<TunableLayer> layers =
        [.. networks.SelectMany(network => network.Variants).SelectMany(variant => TunableLayer.Of(GraphText.Parse(variant.Graph)))
            .DistinctBy(layer => layer.Name)];
    if (line.Text("--layers") is { } text) layers = [.. layers.Where(layer => layer.Name.Contains(text, StringComparison.Ordinal))];
    if (layers.Count == 0) throw new UserException("There is no such layer to tune.");

    Console.WriteLine($"{layers.Count} layers of {string.Join(", ", networks.Select(network => network.Name))} on {set.Name}\n");
    var tuner = new Tuner(set, runs);
    List<Tuned> results = [];
    foreach (TunableLayer layer in layers)
    {
        Tuned tuned = tuner.Tune(layer);
        results.Add(tuned);
        string change = tuned.Gain > 1 ? $": {layer.Plan(set, Tuning.None).TileText} → {layer.Plan(set, tuned.Choices).TileText}" : "";
        Console.WriteLine($"{tuned.Gain,5:0.00}  {layer.Name}{change}");
    }

    List<Tuned> better = [.. results.Where(result => result.Choices.Layers.Count > 0)];
    File.WriteAllText(output, TuningFile.Print(new Tuning([.. better.SelectMany(result => result.Choices.Layers)]), [
        "What the scheduler does in place of its own choice: layer | instruction set | choices. Written by tools/Tune.",
        $"{better.Count} of {results.Count} layers of {string.Join(", ", networks.Select(network => network.Name))}, measured on "
            + $"{set.Name}."]));
    Tuned most = results.MaxBy(result => result.Gain)!;
    Console.WriteLine(
        $"\n{output}: {better.Count} of {results.Count} layers. Tuned kernels are "
            + $"{Math.Exp(results.Average(result => Math.Log(result.Gain))):0.000} times as fast in the mean, {most.Gain:0.00} at most "
            + $"({most.Layer.Name}).");
    return 0;
}

static IReadOnlyList<NetworkInfo> Networks(string file, IReadOnlyList<string>? names)
{
    if (!File.Exists(file))
        throw new UserException($"There is no file '{file}'; a built assembly was expected, such as bin/Release/net10.0/Program.dll.");
    Assembly assembly;
    try
    {
        assembly = Assembly.LoadFrom(Path.GetFullPath(file));
    }
    catch (BadImageFormatException)
    {
        throw new UserException($"'{file}' is no .NET assembly.");
    }

    List<NetworkInfo> found = [.. assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Network)) && !type.IsAbstract)
        .Select(type => type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<NetworkInfo>()];
    if (found.Count == 0) throw new UserException($"'{file}' declares no network.");
    string known = string.Join(", ", found.Select(network => network.Name));
    return names is null
        ? found
        : [.. names.Select(
            name => found.Find(network => network.Name == name)
                ?? throw new UserException($"There is no network '{name}'; there are {known}."))];
}

internal static class TuningDefaults
{
    public const string File = "fusion.tuning";

    /// <summary>The instruction set that networks use on this machine.</summary>
    public static Fusion.Compiler.Schedule.Cpu.InstructionSet Widest() =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Avx512F.IsSupported
            ? Fusion.Compiler.Schedule.Cpu.InstructionSet.Avx512
        : System.Runtime.Intrinsics.X86.Fma.IsSupported && System.Runtime.Intrinsics.X86.Avx2.IsSupported
        ? Fusion.Compiler.Schedule.Cpu.InstructionSet.Avx2
        : Fusion.Compiler.Schedule.Cpu.InstructionSet.Portable;
}
