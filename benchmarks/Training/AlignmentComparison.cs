using System.Diagnostics;
using System.Globalization;
using Fusion.Benchmarks.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Benchmarks;

/// <summary>The step of an alignment beside TorchSharp's, alternately, on one thread each: 64 channels to 256 at 28×28, batch 16, mean
/// squared error, Adam.</summary>
internal static class AlignmentComparison
{
    private const int Positions = FeatureAlignment.BatchSize * 28 * 28, Inputs = 64, Outputs = 256;

    /// <summary>Multiply-adds of the product and of its two gradients.</summary>
    private const double MultiplyAdds = 3.0 * Positions * Inputs * Outputs;

    public static void Print(NetworkOptions options, TimeSpan length)
    {
        if (Libtorch.Problem is { } problem) throw new Fusion.Samples.UserException("libtorch: " + problem);
        torch.set_num_threads(1);
        float[] student = Normal(1, Positions * Inputs), teacher = Normal(2, Positions * Outputs), gradient = new float[student.Length];
        using FeatureAlignment own = FeatureAlignment.Start(seed: 1, options), two = FeatureAlignment.Start(
            seed: 1, options with { Threads = 2 });
        StateDict weights = own.Weights();
        using var first = new TorchAlignmentStep(weights, student, teacher, isChannelsLast: false);
        using var last = new TorchAlignmentStep(weights, student, teacher, isChannelsLast: true);
        Validate(own.Step(student, teacher, gradient, TorchAlignmentStep.LearningRate), gradient, first, last);

        Samples ours = new(), both = new(), ofFirst = new(), ofLast = new();
        double ceiling = 0;
        int runs = 0;
        for (long start = Stopwatch.GetTimestamp(); runs < 5 || Stopwatch.GetElapsedTime(start) < length; runs++)
        {
            if (runs % 16 == 0) ceiling = Math.Max(ceiling, Ceiling.OneCore(own.InstructionSet));
            ours.Time(() => own.Step(student, teacher, gradient, TorchAlignmentStep.LearningRate));
            ofFirst.Time(() => first.Run());
            both.Time(() => two.Step(student, teacher, gradient, TorchAlignmentStep.LearningRate));
            ofLast.Time(() => last.Run());
        }
        string Row(Func<Samples, double> of)
        {
            double speed = 2e-3 * MultiplyAdds / of(ours);
            return string.Create(CultureInfo.InvariantCulture,
                $"| {of(ours) / 1000:0.00} | {speed:0} | {100 * speed / ceiling:0} % | {of(ofFirst) / 1000:0.00} / " +
                $"{of(ofLast) / 1000:0.00} "
                + $"| {Math.Min(of(ofFirst), of(ofLast)) / of(ours):0.00} | {of(ours) / of(both):0.00} |");
        }
        Console.WriteLine("| alignment 64→256 at 28×28, batch 16 | ms | GFLOP/s | of the ceiling | TorchSharp, channels first / last | "
            + "times faster | two threads |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        Console.WriteLine("| median " + Row(times => times.Median));
        Console.WriteLine("| at best " + Row(times => times.Best));
    }

    /// <summary>The same weights must give the same loss and the same gradient.</summary>
    private static void Validate(float loss, float[] gradient, TorchAlignmentStep first, TorchAlignmentStep last)
    {
        foreach (TorchAlignmentStep other in new[] { first, last })
        {
            float expected = other.Run();
            float greatest = other.StudentGradient.Max(Math.Abs);
            float error = other.StudentGradient.Zip(gradient, (left, right) => Math.Abs(left - right)).Max();
            if (Math.Abs(loss - expected) > 1e-5 * expected || error > 1e-5 * greatest)
                throw new InvalidOperationException(
                    $"The loss is {loss}, TorchSharp's {expected}; gradients of {greatest} at most differ by {error}.");
        }
    }

    private static float[] Normal(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
