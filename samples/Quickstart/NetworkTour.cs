using System.Diagnostics;
using Fusion.Compiler.Graphs;
using Fusion.Zoo;

namespace Fusion.Samples;

/// <summary>What was made of a network: its layers, its kernels and their times, and how right it is.</summary>
internal sealed class NetworkTour(ZooNetwork zoo, StateDict weights, NetworkOptions options)
{
    private const double Tolerance = 1e-4;

    private readonly NetworkVariant _variant = zoo.Info.Variants[0];

    /// <summary>Makes the network.</summary>
    public Network Load() => Create(options);

    /// <summary>Runs the network on a picture and prints everything.</summary>
    /// <param name="note">What stands behind the number of parameters.</param>
    /// <param name="isChecked">Whether it is compared with the reference interpreter.</param>
    /// <param name="printOutputs">Prints what the network says.</param>
    /// <returns>0, or 1 where it is not right.</returns>
    public int Show(byte[] image, string note, bool isChecked, Action<float[][]> printOutputs)
    {
        float[][] outputs = zoo.Outputs();
        using Network network = Progress.Of("packing the weights", () => Create(options));
        Console.WriteLine($"""

            {zoo.Title}
            {string.Join(", ", _variant.Inputs)} → {string.Join(", ", _variant.Outputs)}

              parameters      {Text.Count(zoo.Info.ParameterCount)}{note}
              multiply-adds   {Text.Count(_variant.MultiplyAdds)}
              workspace       {Text.Count(_variant.WorkspaceBytes)} bytes
              instructions    {network.InstructionSet}
              threads         {network.Threads}

            Layers, as declared

            """);
        LayerTable.Print(GraphText.Parse(_variant.Graph));

        Progress.Of("running for the first time", () => zoo.RunImage(network, image, zoo.Normalization, outputs));
        (TimeSpan time, int runs, long allocated) = Measure(() => zoo.RunImage(network, image, zoo.Normalization, outputs));
        PrintKernels(image);
        printOutputs(outputs);
        bool right = !isChecked || IsRight(network, image);
        string speed = Text.Scaled(2e9 * _variant.MultiplyAdds / time.TotalNanoseconds) + "FLOP/s";
        Console.WriteLine($"""

            {Text.Time(time)} per run (median of {runs}), {speed}, {allocated} bytes allocated per run
            """);
        return right ? 0 : 1;
    }

    private Network Create(NetworkOptions own)
    {
        try
        {
            return zoo.Load(weights, own);
        }
        catch (Exception error) when (error is WeightsException or PlatformNotSupportedException)
        {
            throw new UserException(error.Message);
        }
    }

    private void PrintKernels(byte[] image)
    {
        using Network profiled = Progress.Of("packing the weights once more", () => Create(options with { Profile = true }));
        float[][] ignored = zoo.Outputs();
        Progress.Of("running with a clock for each kernel", () => zoo.RunImage(profiled, image, zoo.Normalization, ignored));
        profiled.Profile!.Reset();
        Measure(() => zoo.RunImage(profiled, image, zoo.Normalization, ignored));
        Console.WriteLine("\nKernels, as generated\n");
        KernelTable.Print(_variant.FusionPlan, [.. profiled.Profile.Kernels.Where(kernel => kernel.Variant == 0)]);
    }

    private static (TimeSpan Median, int Runs, long AllocatedPerRun) Measure(Action run)
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

    private bool IsRight(Network network, byte[] image)
    {
        float[] input = Normalized(image, zoo.Normalization, _variant.Inputs[0].Dimensions[^1]);
        float[][] outputs = zoo.Outputs();
        zoo.Run(network, input, outputs);
        long start = Stopwatch.GetTimestamp();
        double error = Progress.Of(
            "comparing with the reference interpreter",
            progress => Check.LargestError(zoo.Info, 0, weights, input, outputs, progress.Report));
        bool right = error < Tolerance;
        Console.WriteLine(
            $"\n{(right ? "Right" : "WRONG")}: the largest error against the reference interpreter is {error:0.0e+0} of the largest value"
            + $" ({(right ? "below" : "above")} {Tolerance:0e+0}; the interpreter took {Text.Time(Stopwatch.GetElapsedTime(start))})");
        return right;
    }

    private static float[] Normalized(byte[] image, ImageNormalization normalization, int channels)
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
}
