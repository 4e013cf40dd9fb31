using System.Text.Encodings.Web;
using System.Text.Json;
using Fusion;
using Fusion.Benchmarks;
using Fusion.Compiler.Graphs;
using Fusion.Samples;
using Fusion.Zoo;
using static Fusion.LargePages;

// What the goals are set for: networks for ImageNet, two blocks, and a small network in real use.
string[] networks = ["resnet-50", "se-resnet-50", "mobilenet-v2", "mobilenet-v3-large", "efficientnet-b0", "squeezenet-1.1", "googlenet"];
string[] others = ["se-resnet-block", "mbconv-block", "ppocr-cls"];

if (args is [StartUp.Argument, _, _]) return StartUp.Run(args[1], args[2]);
// A process of its own for what is resident: see Memory.
if (args.Length > 0 && args[0] == Memory.Child)
    return Memory.Run(args[1], args.Length > 2 ? args[2] : null, new NetworkOptions { Threads = 1 });

return CommandLine.Run(
    () => new CommandLine("benchmarks/Compare", "Compares the zoo with ONNX Runtime, run for run.", [
        new("--networks", "A,B", $"which: {Names()} ({string.Join(",", networks.Concat(others))})"),
        new("--layers", null, "layer by layer: those of --networks, or a list of typical convolutions"),
        new("--layer", "SHAPE", "one layer: inputs,outputs,size,kernel,stride,groups"),
        new("--perceptron", "A-B-C", "linear layers of so many inputs, units and results, with ReLU between; or several, with commas"),
        new("--scaling", null, "one core against several, without ONNX Runtime; with --layers for each kernel"),
        new("--storage", null,
            "weights in BF16 against weights as floats, without ONNX Runtime; with --networks or --layer, or a few layers and ResNet-50"),
        new("--errors", null, "what Winograd's form costs in accuracy, layer by layer, without ONNX Runtime"),
        new("--start-up", null,
            "from a file to the first result, each time in a process of its own, compiled as this program is: by the JIT, or published "
                + "with ReadyToRun"),
        new("--floors", null, "the least time that each network can take on one core, without ONNX Runtime"),
        new("--memory", null, "what is resident after loading and running, without ONNX Runtime"),
        new("--batch", "N", "samples of a run, where networks are compared (1)"),
        new("--threads", "N", "how many cores each engine uses (1; with --scaling all)"),
        new("--seconds", "S", "how long each network (3) or layer (1) is measured"),
        new("--instructions", "SET", "Auto, Avx512, Avx2 or Portable (Auto)"),
        new("--large-pages", null, "asks Linux for pages of 2 MiB at once, not when all is loaded, for the comparison with ONNX Runtime"),
        new("--json", "FILE", "where the numbers go, too"),
        new("--help", null, "this text")], args),
    Compare);

int Compare(CommandLine line)
{
    if (line.Has("--scaling")) return Scale(line);
    if (line.Has("--storage")) return Narrow(line);
    if (line.Has("--errors")) return Errors(line);
    if (line.Has("--start-up")) return Start(line);
    if (line.Has("--memory")) return Resident(line);
    if (line.Has("--floors")) return Floors(line);
    bool layers = line.Has("--layers") || line.Has("--layer");
    int threads = line.Int("--threads", 1, 1, 1024);
    var length = TimeSpan.FromSeconds(line.Double("--seconds", layers ? 1 : 3, 0.01, 3600));
    InstructionSet set = line.Enum("--instructions", InstructionSet.Auto);
    int batch = line.Int("--batch", 1, 1, 1024);
    var options = new NetworkOptions { Threads = threads, InstructionSet = set, LargePages = line.Has("--large-pages") ? AtOnce : Later };
    IReadOnlyList<ZooNetwork>? named = line.Text("--networks") is { } names ? [.. names.Split(',').Select(Find)] : null;
    IReadOnlyList<ZooNetwork> subjects = line.Text("--perceptron") is { } widths
        ? [.. LayerCompiler.Compile([.. widths.Split(',').Select(LayerArguments.Perceptron)]).Select(Subject)]
        : layers ? [.. LayerCompiler.Compile(Layers(line.Text("--layer"), named)).Select(Subject)] : named
        ?? [.. networks.Concat(others).Select(Find)];

    Console.WriteLine(
        $"\n{threads} thread{(threads == 1 ? "" : "s")}, {Environment.ProcessorCount} cores; one core's ceiling now: "
            + $"{Ceiling.OneCore(options.InstructionSet):0} GFLOP/s\n");
    var table = new Table(
        subjects.Max(subject => subject.Name.Length), layers ? "layer" : "network", "Fusion", "ONNX RT", "ratio", "at best", "GFLOP/s",
        "ceiling", "bytes/run", "error");
    List<Comparison> results = [];
    foreach (ZooNetwork subject in subjects)
    {
        Comparison result;
        try
        {
            result = layers ? Comparison.OfKernels(subject, options, length) : Comparison.OfRuns(subject, options, length, batch);
        }
        catch (InvalidOperationException wrong)
        {
            Console.WriteLine(wrong.Message);
            return 1;
        }
        results.Add(result);
        table.Row(result.Name, Text.Time(TimeSpan.FromMicroseconds(result.Microseconds)),
            Text.Time(TimeSpan.FromMicroseconds(result.OnnxMicroseconds)), $"{result.Ratio:0.00}", $"{result.RatioAtBest:0.00}",
            $"{result.GigaFlops:0.0}", $"{100 * result.Share:0} %", $"{result.AllocatedBytes}", $"{result.Error:0e+0}");
    }

    // The goal for the mean is one for whole networks; blocks stand beside them.
    List<Comparison> counted = [.. results.Where(result => !others.Contains(result.Name))];
    if (counted.Count == 0) counted = results;
    double geomean = Math.Exp(counted.Average(result => Math.Log(result.Ratio)));
    Comparison worst = counted.MinBy(result => result.Ratio)!;
    WriteJson(line, new { threads, geomean, results });
    Console.WriteLine(
        "\nMedians of alternating runs. Ratio: ONNX Runtime's time divided by Fusion's; above 1 Fusion is faster. At best: of the\nfastest "
            + "tenth of the runs. Ceiling: share of what the cores can do at most. Error: relative to the largest output.");
    if (layers) Console.WriteLine(
        "Times of the layer alone, as each engine's profile has them: without copies of inputs and changes of layout.");
    if (counted.Count < results.Count)
        Console.WriteLine(
            $"The last line is about the {counted.Count} networks, without "
                + $"{string.Join(", ", results.Except(counted).Select(result => result.Name))}.");
    Console.WriteLine($"geomean {geomean:0.00} worst {worst.Ratio:0.00} {worst.Name}");
    return 0;
}

int Scale(CommandLine line)
{
    bool kernels = line.Has("--layers");
    int threads = line.Int("--threads", Environment.ProcessorCount, 1, 1024);
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 3, 0.01, 3600));
    var options = new NetworkOptions { InstructionSet = line.Enum("--instructions", InstructionSet.Auto) };
    IReadOnlyList<ZooNetwork> subjects = [.. (line.Text("--networks")?.Split(',') ?? networks).Select(Find)];
    const int WidestName = 64;
    int width = kernels ? WidestName : subjects.Max(subject => subject.Name.Length);
    var table = new Table(width, kernels ? "kernel" : "network", "1 thread", $"{threads} threads", "speed-up", "at best");
    List<Scaling> results = [];
    foreach (Scaling result in subjects.SelectMany(subject => Scaling.Measure(subject, options, threads, length, kernels)))
    {
        results.Add(result);
        table.Row(result.Name.Length <= width ? result.Name : result.Name[..(width - 1)] + "…",
            Text.Time(TimeSpan.FromMicroseconds(result.OneMicroseconds)),
            Text.Time(TimeSpan.FromMicroseconds(result.ManyMicroseconds)), $"{result.SpeedUp:0.00}", $"{result.SpeedUpAtBest:0.00}");
    }

    WriteJson(line, new { threads, results });
    Console.WriteLine("\nMedians of alternating runs; at best: of the fastest tenth of the runs.");
    return 0;
}

int Narrow(CommandLine line)
{
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 3, 0.01, 3600));
    var options = new NetworkOptions
    {
        Threads = line.Int("--threads", 1, 1, 1024),
        InstructionSet = line.Enum("--instructions", InstructionSet.Auto),
    };
    IReadOnlyList<SingleLayer> subjects = line.Text("--layer") is { } shape ? [LayerArguments.Layer(shape)]
        : line.Text("--networks") is { } names ? [.. names.Split(',').Select(Whole)]
        : [SingleLayer.Product(4096, 4096), SingleLayer.Product(1280, 1000), SingleLayer.Square(512, 2048, 7),
            SingleLayer.Square(512, 512, 7, 3), Whole("resnet-50")];
    var table = new Table(
        subjects.Max(subject => subject.Name.Length), "layer or network", "floats", "BF16", "ratio", "quartiles", "floats", "BF16",
        "error");
    List<Storage> results = [];
    foreach (Storage result in subjects.Select(subject => Storage.Measure(subject, options, length)))
    {
        results.Add(result);
        table.Row(result.Name, Text.Time(TimeSpan.FromMicroseconds(result.FloatMicroseconds)),
            Text.Time(TimeSpan.FromMicroseconds(result.NarrowMicroseconds)), $"{result.Ratio:0.00}",
            $"{result.RatioOfQuartiles:0.00}", Text.Bytes(result.FloatBytes), Text.Bytes(result.NarrowBytes), $"{result.Error:0e+0}");
    }

    WriteJson(line, new { results });
    Console.WriteLine(
        "\nMedians of alternating runs. Ratio: the time with floats divided by that with BF16; quartiles: the same from the lower "
            + "quartiles. Bytes: packed");
    Console.WriteLine("weights. Error: the largest difference relative to the largest output.");
    return 0;

    static SingleLayer Whole(string name) => new(name, GraphText.Parse(Find(name).Info.Variants[0].Graph));
}

int Errors(CommandLine line)
{
    var options = new NetworkOptions { InstructionSet = line.Enum("--instructions", InstructionSet.Auto) };
    IReadOnlyList<ZooNetwork> subjects = [.. line.Text("--networks")?.Split(',').Select(Find) ?? ZooNetwork.All.Concat(ZooNetwork.Blocks)];
    List<SingleLayer> layers =
        [.. subjects.SelectMany(subject => subject.Info.Variants)
            .SelectMany(variant => TransformError.LayersOf(GraphText.Parse(variant.Graph))).DistinctBy(layer => layer.Name)];
    if (layers.Count == 0) throw new UserException("No layer of these networks runs in Winograd's form.");
    var table = new Table(layers.Max(layer => layer.Name.Length), "layer", "tiles", "error", "direct");
    List<TransformError> results = [];
    foreach (TransformError result in layers.Select(layer => TransformError.Measure(layer, options)))
    {
        results.Add(result);
        table.Row(result.Name, $"{result.Tile}×{result.Tile}", $"{result.Error:0.0e+0}", $"{result.DirectError:0.0e+0}");
    }

    WriteJson(line, new { results });
    Console.WriteLine(
        "\nThe largest difference from the result in double precision, relative to the largest output: in Winograd's form, and of the "
            + "direct sum.");
    return 0;
}

int Start(CommandLine line)
{
    const int Processes = 11;
    string[] names = line.Text("--networks")?.Split(',') ?? [.. StartUp.Names];
    if (names.FirstOrDefault(name => !StartUp.Names.Contains(name)) is { } other)
        throw new UserException($"--start-up is for {string.Join(", ", StartUp.Names)}; '{other}' was given.");
    string compiled = StartUp.IsReadyToRun
        ? "published with ReadyToRun: kernels are left to the JIT, all else is compiled ahead of time"
        : "compiled by the JIT, not published with ReadyToRun";
    Console.WriteLine($"\n{Environment.ProcessorCount} core{(Environment.ProcessorCount == 1 ? "" : "s")}; {compiled}\n");
    var table = new Table(
        names.Max(name => name.Length), "network", "Fusion", "ONNX RT", "ratio", "load", "ONNX RT", "first", "ONNX RT", "second", "ONNX RT",
        "steady", "ONNX RT");
    List<StartUp> results = [];
    foreach (ZooNetwork zoo in names.Select(Find))
    {
        StartUp result = StartUp.Measure(zoo, Processes);
        results.Add(result);
        double fusion = result.Fusion.Load + result.Fusion.First, onnx = result.Onnx.Load + result.Onnx.First;
        table.Row([result.Name, .. new[] { fusion, onnx }.Select(Milliseconds), $"{onnx / fusion:0.00}",
            .. new[] { result.Fusion.Load, result.Onnx.Load, result.Fusion.First, result.Onnx.First, result.Fusion.Second,
                result.Onnx.Second, result.Fusion.Steady, result.Onnx.Steady }.Select(Milliseconds)]);
    }

    WriteJson(line, new { processes = Processes, readyToRun = StartUp.IsReadyToRun, results });
    Console.WriteLine(
        $"\nMilliseconds, medians of {Processes} processes each, started alternately, one thread. The first two columns are loading and "
            + "the first run together.");
    return 0;

    static string Milliseconds(double value) => value < 100 ? $"{value:0.0}" : $"{value:0}";
}

int Floors(CommandLine line)
{
    const int Cached = 4 << 20, Uncached = 256 << 20;
    var length = TimeSpan.FromSeconds(line.Double("--seconds", 2, 0.01, 3600));
    var options = new NetworkOptions { Threads = 1, InstructionSet = line.Enum("--instructions", InstructionSet.Auto) };
    IReadOnlyList<ZooNetwork> subjects = [.. (line.Text("--networks")?.Split(',') ?? networks).Select(Find)];
    double cache = Floor.Bandwidth(Cached), memory = Floor.Bandwidth(Uncached);
    Console.WriteLine(
        $"\nOne core now: {Ceiling.OneCore(options.InstructionSet):0} GFLOP/s; {memory:0.0} GB/s from memory, {cache:0.0} GB/s from "
            + $"{Text.Bytes(Cached)}\n");
    var table = new Table(
        subjects.Max(subject => subject.Name.Length), "network", "operations", "weights", "values", "floor", "Fusion", "of the floor");
    List<Floor> results = [];
    foreach (Floor result in subjects.Select(subject => Floor.Measure(subject, options, memory, cache, length)))
    {
        results.Add(result);
        table.Row([result.Name,
            .. new[] { result.OperationMilliseconds, result.WeightMilliseconds, result.ValueMilliseconds, result.FloorMilliseconds,
                result.Milliseconds }
            .Select(time => Text.Digits(time) + " ms"), $"{result.Milliseconds / result.FloorMilliseconds:0.00}×"]);
    }

    WriteJson(line, new { cache, memory, results });
    Console.WriteLine(
        "\nOperations: all multiply-adds of the direct form at the ceiling (Winograd's form needs fewer). Weights: read once, from memory. "
            + "Values: what");
    Console.WriteLine("kernels read and write, from the cache. Floor: the larger of the operations and of weights and values together.");
    return 0;
}

int Resident(CommandLine line)
{
    IReadOnlyList<ZooNetwork> subjects = [.. (line.Text("--networks")?.Split(',') ?? networks).Select(Find)];
    var table = new Table(subjects.Max(subject => subject.Name.Length), "network", "weights", "workspace", "run time", "resident", "ratio");
    List<Memory> results = [];
    foreach (Memory result in subjects.Select(Memory.Measure))
    {
        results.Add(result);
        table.Row(result.Name, Text.Bytes(result.Weights), Text.Bytes(result.Workspace), Text.Bytes(result.Bare),
            Text.Bytes(result.Resident), $"{result.Ratio:0.00}");
    }

    WriteJson(line, new { results });
    Console.WriteLine(
        "\nEach network in a process of its own, loaded from a file and run twice on one thread. Weights: as packed. Run time: a process "
            + "that has");
    Console.WriteLine("only printed a line. Ratio: what is resident, divided by the sum of the three.");
    return 0;
}

static void WriteJson(CommandLine line, object numbers)
{
    if (line.Text("--json") is not { } file) return;
    File.WriteAllText(
        file, JsonSerializer.Serialize(
            numbers, new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}

static IReadOnlyList<SingleLayer> Layers(string? shape, IReadOnlyList<ZooNetwork>? networks)
{
    if (shape is not null) return [LayerArguments.Layer(shape)];
    return networks is null
        ? SingleLayer.Standard
        : [.. networks.SelectMany(network => SingleLayer.Of(GraphText.Parse(network.Info.Variants[0].Graph)))
        .DistinctBy(layer => layer.Graph)];
}

static ZooNetwork Subject(CompiledLayer compiled) => new(
    compiled.Layer.Name, compiled.Layer.Name, compiled.Info, compiled.Load, compiled.Run.Invoke,
    (_, _, _, _) => throw new NotSupportedException("A layer takes floats."), ImageNormalization.UnitRange);

static ZooNetwork Find(string name) => ZooNetwork.FindAny(name)
    ?? throw new UserException($"There is no network '{name}' in the zoo; there are {Names()}.");

static string Names() => string.Join(", ", ZooNetwork.All.Concat(ZooNetwork.Blocks).Select(network => network.Name));
