using Fusion;
using Fusion.Benchmarks;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Samples;

return CommandLine.Run(
    () => new CommandLine("benchmarks/Training",
        "Measures the kernels of one layer's training step on one core, in GFLOP/s and as a share of the ceiling.",
    [
        new("--networks", null, "whole steps beside TorchSharp's instead"),
        new("--network", "NAME", "one of them: " + string.Join(", ", TrainedNetwork.All.Select(network => network.Name))),
        new("--repetitions", "N", "how often each step is measured, instead of --seconds"),
        new("--profile", null, "with --networks or --network: which kernels take the time, without TorchSharp"),
        new(PeakMemory.Child, "ENGINE", "with --network: own, first or last; prints the peak of this process in bytes"),
        new("--alignment", null, "the step of an alignment beside TorchSharp's instead"),
        new("--layer", "SHAPE", "one layer: batch,inputs,outputs,size,kernel,stride,groups"),
        new("--seconds", "S", "how long each layer is measured (1)"),
        new("--instructions", "SET", "Auto, Avx512, Avx2 or Portable (Auto)"),
        new("--help", null, "this text"),
    ], args),
    Measure);

static int Measure(CommandLine line)
{
    var options = new NetworkOptions
    {
        Threads = 1,
        InstructionSet = line.Enum("--instructions", Fusion.InstructionSet.Auto),
    };
    if (line.Has("--networks") || line.Has("--network")) return MeasureNetworks(line, options);
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 1, 0.01, 3600));
    if (line.Has("--alignment"))
    {
        AlignmentComparison.Print(options, length);
        return 0;
    }
    IReadOnlyList<LayerStep> steps = line.Text("--layer") is { } shape ? [Parse(shape)] : LayerStep.Standard;
    CompiledLayer[] layers = LayerCompiler.Compile([.. steps.Select(step => step.Layer)]);
    int width = steps.Max(step => step.Layer.Name.Length);
    Console.WriteLine($"| {"layer".PadRight(width)} | ceiling | forward | weight gradient | input gradient |");
    Console.WriteLine($"| {new string('-', width)} | ------: | ------: | --------------: | -------------: |");
    for (int i = 0; i < steps.Count; i++)
    {
        StepTimes times = StepTimes.Measure(layers[i], options, length);
        string Speed(double microseconds)
        {
            double speed = 2e-3 * steps[i].MultiplyAdds / microseconds;
            return $"{speed:0} {100 * speed / times.Ceiling,3:0}%";
        }
        Console.WriteLine($"| {steps[i].Layer.Name.PadRight(width)} | {times.Ceiling,7:0} | {Speed(times.Forward),7} | "
            + $"{Speed(times.WeightGradient),15} | {Speed(times.InputGradient),14} |");
    }
    return 0;
}

static int MeasureNetworks(CommandLine line, NetworkOptions options)
{
    TrainedNetwork[] networks = [.. TrainedNetwork.All.Where(network => line.Text("--network") is not { } name || name == network.Name)];
    if (networks.Length == 0) throw new UserException($"There is no network '{line.Text("--network")}'; --help names them.");
    int repetitions = line.Int("--repetitions", 0, 0, 100_000);
    if (line.Text(PeakMemory.Child) is { } engine)
    {
        PeakMemory.Run(networks[0], engine, options);
        return 0;
    }
    if (line.Has("--profile"))
    {
        foreach (TrainedNetwork network in networks) StepProfile.Print(network, options, Math.Max(repetitions, 5));
        return 0;
    }
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 10, 0.01, 3600));
    Console.WriteLine(NetworkComparison.Header);
    foreach (TrainedNetwork network in networks)
    {
        (long Own, long Torch) peak = PeakMemory.Measure(network);
        Console.WriteLine(NetworkComparison.Measure(network, options, length, repetitions).Row(peak));
    }
    return 0;
}

static LayerStep Parse(string shape)
{
    int[] sizes = [.. shape.Split(',').Select(int.Parse)];
    int At(int index, int otherwise) => index < sizes.Length ? sizes[index] : otherwise;
    return sizes.Length >= 4 ? LayerStep.Of(sizes[0], sizes[1], sizes[2], sizes[3], At(4, 3), At(5, 1), At(6, 1))
        : throw new UserException($"'{shape}' has fewer than four numbers: batch,inputs,outputs,size.");
}
