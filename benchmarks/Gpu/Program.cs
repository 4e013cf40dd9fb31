using Fusion.Benchmarks;
using Fusion.Gpu;
using Fusion.Samples;

return CommandLine.Run(
    () => new CommandLine("benchmarks/Gpu",
        "Measures networks on a device, after comparing them with the processor's kernels, and a matrix product beside ILGPU's textbook "
        + "kernels; writes JSON. measure.sh does all that belongs to it.", [
        new("--device", "NAME", "the device, by its name or a part of it (the best)"),
        new("--works", "LIST", $"networks, batches and precisions ({Work.Default}); none with ''"),
        new("--seconds", "S", "how long each measurement goes on (3)"),
        new("--json", "FILE", "where the measurements go"),
        new("--tables", "FILE", "measure nothing: print such a file as Markdown"),
        new("--torch", "FILE", "for the tables: what pytorch.py wrote"),
        new("--megahertz", "N", "for the tables: the clock of the multiprocessors, for the share of the ceiling"),
        new("--help", null, "this text")], args),
    line => line.Text("--tables") is { } tables ? Print(line, tables) : Measure(line));

static int Print(CommandLine line, string path)
{
    TorchMeasurements? torch = line.Text("--torch") is { } file ? ResultFile.Read<TorchMeasurements>(file) : null;
    Console.Write(new Tables(ResultFile.Read<Measurements>(path), torch, line.Double("--megahertz", 0, 0, 10_000)).Write());
    return 0;
}

static int Measure(CommandLine line)
{
    try
    {
        return MeasureOn(line);
    }
    catch (GpuException error)
    {
        throw new UserException(error.Message);
    }
}

static int MeasureOn(CommandLine line)
{
    double seconds = line.Double("--seconds", 3, 0.01, 600);
    IReadOnlyList<Work> works = Work.Parse(line.Text("--works") ?? Work.Default);
    if (line.Text("--json") is { } json) UserFile.CheckWritable(json, "--json");
    using GpuDevice device = line.Text("--device") is { } name ? GpuDevice.Open(name) : GpuDevice.Best();
    Console.WriteLine(device);
    ProductMeasurement product = ProductClock.Measure(device, seconds);
    Console.WriteLine(
        $"product {product.Edge}: {product.Ours:F1} GFLOP/s, textbook with tiles {product.Tiled:F1}, without {product.Naive:F1}");
    var clock = new NetworkClock(device, seconds);
    List<NetworkMeasurement> networks = [];
    bool isRight = true;
    WriteJson();
    foreach (Work work in works)
    {
        if (!work.RunsOn(device))
        {
            Console.WriteLine($"{work.Sample.Name}, {work.Precision.Name}: not on this device.");
            continue;
        }
        NetworkMeasurement measured = clock.Measure(work);
        networks.Add(measured);
        WriteJson();
        isRight &= measured.Difference < work.Precision.Tolerance;
        Console.WriteLine(
            $"{measured.Network}, {measured.Precision}, batch {measured.Batch}: {measured.Milliseconds:F3} ms (median of " +
            $"{measured.Runs}), " +
            $"difference {measured.Difference:0.0e+0}");
    }
    return isRight ? 0 : 1;

    // After each work, so that what was measured is there though the next takes too long.
    void WriteJson()
    {
        string how = device.Info.Kind == GpuDeviceKind.Cuda ? "medians of device events" : "medians, until the device has ended";
        if (line.Text("--json") is { } file)
            ResultFile.Write(file, new Measurements(device.ToString(), device.Info.Kind.ToString(), device.Info.Multiprocessors, how,
                product, networks));
    }
}
