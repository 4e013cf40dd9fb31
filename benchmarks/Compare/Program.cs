using System.Text.Json;
using Fusion;
using Fusion.Benchmarks;
using Fusion.Samples;
using Fusion.Zoo;

return CommandLine.Run(
    () => new CommandLine("benchmarks/Compare", "Compares the zoo with ONNX Runtime, run for run.", [
        new("--networks", "A,B", "which: " + string.Join(", ", ZooNetwork.All.Select(network => network.Name)) + " (those for ImageNet)"),
        new("--threads", "N", "how many cores each engine uses (1)"),
        new("--seconds", "S", "how long each network is measured (3)"),
        new("--instructions", "SET", "Auto, Avx512, Avx2 or Portable (Auto)"),
        new("--json", "FILE", "where the numbers go, too"),
        new("--help", null, "this text")], args),
    Compare);

static int Compare(CommandLine line)
{
    int threads = line.Int("--threads", 1, 1, 1024);
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 3, 0.01, 3600));
    var options = new NetworkOptions { Threads = threads, InstructionSet = line.Enum("--instructions", InstructionSet.Auto) };
    IReadOnlyList<ZooNetwork> networks = line.Text("--networks") is { } names ? [.. names.Split(',').Select(Find)] : [.. ZooNetwork.All.Take(8)];

    double ceiling = Ceiling.OneCore();
    Console.WriteLine($"\n{threads} thread{(threads == 1 ? "" : "s")}; one core's ceiling now: {ceiling:0} GFLOP/s\n");
    Console.WriteLine($"{"",-20}{"Fusion",10}{"ONNX RT",10}{"ratio",8}{"GFLOP/s",9}{"ceiling",9}{"bytes/run",11}{"error",10}");
    List<Comparison> results = [];
    foreach (ZooNetwork zoo in networks)
    {
        Comparison result;
        try
        {
            result = Comparison.Measure(zoo, options, ceiling, length);
        }
        catch (InvalidOperationException wrong)
        {
            Console.WriteLine(wrong.Message);
            return 1;
        }

        results.Add(result);
        Console.WriteLine(
            $"{result.Network,-20}{Text.Time(TimeSpan.FromMicroseconds(result.Microseconds)),10}{Text.Time(TimeSpan.FromMicroseconds(result.OnnxMicroseconds)),10}"
            + $"{result.Ratio,8:0.00}{result.GigaFlops,9:0.0}{100 * result.Share,8:0}%{result.AllocatedBytes,11}{result.Error,10:0.0e+0}");
    }

    double geomean = Math.Exp(results.Average(result => Math.Log(result.Ratio)));
    Comparison worst = results.MinBy(result => result.Ratio)!;
    if (line.Text("--json") is { } file)
        File.WriteAllText(file, JsonSerializer.Serialize(new { threads, ceiling, geomean, results }, new JsonSerializerOptions { WriteIndented = true }));
    Console.WriteLine("\nratio: ONNX Runtime's time divided by Fusion's; above 1 Fusion is faster.");
    Console.WriteLine($"geomean {geomean:0.00} worst {worst.Ratio:0.00} {worst.Network}");
    return 0;
}

static ZooNetwork Find(string name) => ZooNetwork.Find(name)
    ?? throw new UserException($"There is no network '{name}' in the zoo; there are {string.Join(", ", ZooNetwork.All.Select(network => network.Name))}.");
