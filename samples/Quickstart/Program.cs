using System.Diagnostics;
using Fusion;
using Fusion.Compiler.Graphs;
using Fusion.Samples;
using Fusion.Zoo;
using SkiaSharp;

return CommandLine.Run(
    () => new CommandLine("samples/Quickstart", "Runs a network of the zoo and shows what was made of it.", [
        new("--network", "NAME", "which: " + string.Join(", ", ZooNetwork.All.Select(network => network.Name)) + " (se-resnet-50)"),
        new("--weights", "FILE", "weights to load (.safetensors); without it they are random"),
        new("--image", "FILE", "a picture to look at; without it one is made"),
        new("--classes", "FILE", "names to print beside indices: a text file, one a line (ImageNet's are not part of this repository)"),
        new("--threads", "N", "how many cores to use (all)"),
        new("--instructions", "SET", "Auto, Avx512, Avx2 or Portable (Auto)"),
        new("--no-check", null, "skip the comparison with the reference interpreter"),
        new("--help", null, "this text")], args),
    Quickstart);

static int Quickstart(CommandLine line)
{
    string name = line.Text("--network") ?? "se-resnet-50";
    ZooNetwork zoo = ZooNetwork.Find(name)
        ?? throw new UserException(
            $"There is no network '{name}' in the zoo; there are {string.Join(", ", ZooNetwork.All.Select(network => network.Name))}.");
    var options = new NetworkOptions
    {
        Threads = line.Int("--threads", 0, 0, 1024),
        InstructionSet = line.Enum("--instructions", InstructionSet.Auto),
    };
    NetworkVariant variant = zoo.Info.Variants[0];
    (int height, int width, int channels) = variant.Inputs[0].Dimensions is [var h, var w, var c]
        ? (h, w, c)
        : throw new UserException($"{name} does not look at pictures.");

    // What can be wrong with the files is found before the work.
    IReadOnlyList<string> classes = Classes(zoo, variant, line.Text("--classes"));
    byte[] image = Image(line.Text("--image"), width, height, channels);
    StateDict weights = Progress.Of("reading the weights", () => Weights(zoo, line.Text("--weights")));
    float[][] outputs = zoo.Outputs();
    using Network network = Progress.Of("packing the weights", () => Create(zoo, weights, options));

    Console.WriteLine($"""

        {zoo.Title}
        {string.Join(", ", variant.Inputs)} → {string.Join(", ", variant.Outputs)}

          parameters      {Text.Count(zoo.Info.ParameterCount)}{(line.Has("--weights") ? "" : "  (random: no weights were given)")}
          multiply-adds   {Text.Count(variant.MultiplyAdds)}
          workspace       {Text.Count(variant.WorkspaceBytes)} bytes
          instructions    {network.InstructionSet}
          threads         {network.Threads}

        Layers, as declared

        """);
    LayerTable.Print(GraphText.Parse(variant.Graph));

    Progress.Of("running for the first time", () => zoo.RunImage(network, image, zoo.Normalization, outputs));
    (TimeSpan time, int runs, long allocated) = Measure(() => zoo.RunImage(network, image, zoo.Normalization, outputs));
    using (Network profiled = Progress.Of("packing the weights once more", () => Create(zoo, weights, options with { Profile = true })))
    {
        float[][] ignored = zoo.Outputs();
        Progress.Of("running with a clock for each kernel", () => zoo.RunImage(profiled, image, zoo.Normalization, ignored));
        profiled.Profile!.Reset();
        Measure(() => zoo.RunImage(profiled, image, zoo.Normalization, ignored));
        Console.WriteLine("\nKernels, as generated\n");
        KernelTable.Print(variant.FusionPlan, [.. profiled.Profile.Kernels.Where(kernel => kernel.Variant == 0)]);
    }

    PrintBest(variant, outputs, classes);
    bool right = line.Has("--no-check") || Checked(zoo, weights, network, image, channels);

    string speed = Text.Scaled(2e9 * variant.MultiplyAdds / time.TotalNanoseconds) + "FLOP/s";
    Console.WriteLine($"""

        {Text.Time(time)} per run (median of {runs}), {speed}, {allocated} bytes allocated per run
        """);
    return right ? 0 : 1;
}

static StateDict Weights(ZooNetwork zoo, string? path)
{
    if (path is null) return NetworkWeights.Initialize(zoo.Info, seed: 1);
    UserFile.CheckReadable(path, "a file with weights (.safetensors)");
    try
    {
        return StateDict.Load(path);
    }
    catch (Exception error) when (error is WeightsException or IOException or UnauthorizedAccessException)
    {
        throw new UserException($"{path} cannot be read: {error.Message}");
    }
}

static Network Create(ZooNetwork zoo, StateDict weights, NetworkOptions options)
{
    try
    {
        return zoo.Load(weights, options);
    }
    catch (Exception error) when (error is WeightsException or PlatformNotSupportedException)
    {
        throw new UserException(error.Message);
    }
}

static byte[] Image(string? path, int width, int height, int channels)
{
    if (path is null) return TestImage.Make(width, height, channels);
    if (channels != 3) throw new UserException($"--image: the network looks at {channels} channels; pictures have 3.");
    using SKBitmap picture = Picture.Load(path);
    return Picture.Crop(picture, width, height);
}

static (TimeSpan Median, int Runs, long AllocatedPerRun) Measure(Action run)
{
    using var progress = new Progress("measuring");
    // Past the first runs, which the JIT compiler takes part in.
    for (int i = 0; i < 3; i++) run();
    List<TimeSpan> times = [];
    long allocated = GC.GetAllocatedBytesForCurrentThread();
    long began = Stopwatch.GetTimestamp();
    run();
    allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
    while (times.Count < 5 || (times.Count < 200 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1.5)))
    {
        long start = Stopwatch.GetTimestamp();
        run();
        times.Add(Stopwatch.GetElapsedTime(start));
    }

    times.Sort();
    return (times[times.Count / 2], times.Count, allocated);
}

static IReadOnlyList<string> Classes(ZooNetwork zoo, NetworkVariant variant, string? path)
{
    if (path is null) return zoo.Classes;
    IReadOnlyList<string> names = ClassNames.Load(path);
    return variant.Outputs.Any(output => output.Elements == names.Count)
        ? names
        : throw new UserException(
            $"{path} has {names.Count} names, but {zoo.Name} makes " +
            $"{string.Join(" and ", variant.Outputs.Select(output => output.Elements))} numbers.");
}

static void PrintBest(NetworkVariant variant, float[][] outputs, IReadOnlyList<string> classes)
{
    for (int i = 0; i < outputs.Length; i++)
        Console.WriteLine($"\n{variant.Outputs[i].Name}, the largest: {ClassNames.Largest(outputs[i], 5, classes)}");
}

static bool Checked(ZooNetwork zoo, StateDict weights, Network network, byte[] image, int channels)
{
    const double Tolerance = 1e-4;
    float[] input = Normalized(image, zoo.Normalization, channels);
    float[][] outputs = zoo.Outputs();
    zoo.Run(network, input, outputs);
    long start = Stopwatch.GetTimestamp();
    double error = Progress.Of(
        "comparing with the reference interpreter", progress => Check.LargestError(zoo.Info, 0, weights, input, outputs, progress.Report));
    bool right = error < Tolerance;
    Console.WriteLine(
        $"\n{(right ? "Right" : "WRONG")}: the largest error against the reference interpreter is {error:0.0e+0} of the largest value"
        + $" ({(right ? "below" : "above")} {Tolerance:0e+0}; the interpreter took {Text.Time(Stopwatch.GetElapsedTime(start))})");
    return right;
}

static float[] Normalized(byte[] image, ImageNormalization normalization, int channels)
{
    var values = new float[image.Length];
    for (int i = 0; i < image.Length; i++)
    {
        int c = i % channels, from = normalization.SwapRedAndBlue && c != 1 ? i + 2 - 2 * c : i;
        values[i] = (image[from] - normalization.Mean[c % normalization.Mean.Length])
            / normalization.Deviation[c % normalization.Deviation.Length];
    }

    return values;
}
