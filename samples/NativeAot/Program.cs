using System.Diagnostics;
using System.Globalization;
using Fusion.Samples;
using Fusion.Zoo;

// squeezenet [--weights FILE.safetensors] [--runs N]: classifies one picture and says how long that took, from the start of the process.
long start = Stopwatch.GetTimestamp();
string? weights = null;
int runs = 0;
for (int i = 0; i < args.Length; i++)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--weights" when value is not null: weights = value; i++; break;
        case "--runs" when int.TryParse(value, out runs) && runs is >= 0 and <= 1_000_000: i++; break;
        default:
            Console.Error.WriteLine("usage: squeezenet [--weights FILE.safetensors] [--runs N]");
            Console.Error.WriteLine("Without weights they are random, the same every time. N more runs give the median time of one.");
            return 2;
    }
}

try
{
    if (weights is not null) UserFile.CheckReadable(weights, "a file with weights (.safetensors)");
    var options = new NetworkOptions { Threads = 1 };
    using SqueezeNet11 network = weights is null ? SqueezeNet11.Initialize(seed: 1, options) : SqueezeNet11.Load(weights, options);
    byte[] image = Rings(224, 224);
    var logits = new float[1000];
    network.Run(image, ImageNormalization.ImageNet, logits);
    double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{network.InstructionSet}: class {Array.IndexOf(logits, logits.Max())}, sum {logits.Sum():0.0000}, first result after " +
        $"{first:0.0} ms"));
    if (runs > 0)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"median of {runs} runs: {Median(() => network.Run(image, ImageNormalization.ImageNet, logits), runs):0.000} ms"));
    return 0;
}
catch (Exception exception) when (exception is UserException or WeightsException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("error: " + exception.Message);
    return 2;
}

static double Median(Action run, int runs)
{
    using var progress = new Progress("measuring");
    var times = new double[runs];
    for (int i = 0; i < runs; i++)
    {
        long before = Stopwatch.GetTimestamp();
        run();
        times[i] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        progress.Report((i + 1.0) / runs);
    }

    Array.Sort(times);
    return times[runs / 2];
}

// A picture made by code: rings, the same on every machine.
static byte[] Rings(int width, int height)
{
    var pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.Length; i++)
    {
        double x = i / 3 % width - 0.3 * width - 20 * (i % 3), y = i / 3 / width - 0.5 * height;
        pixels[i] = (byte)(127.5 + 127.5 * Math.Cos(0.2 * Math.Sqrt(x * x + y * y)));
    }

    return pixels;
}
