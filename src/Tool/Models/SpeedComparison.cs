using System.Diagnostics;
using Fusion.Import;
using Fusion.Import.Protocol;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Tool.Models;

/// <summary>How fast two engines run one model.</summary>
/// <param name="Fusion">The median run, in milliseconds.</param>
/// <param name="OnnxRuntime">Likewise.</param>
/// <param name="Runs">Runs of each.</param>
/// <param name="Error">The largest difference of the results, as a share of the largest number.</param>
internal sealed record SpeedComparison(double Fusion, double OnnxRuntime, int Runs, double Error)
{
    private const int LeastRuns = 5;

    public double Ratio => OnnxRuntime / Fusion;

    /// <summary>Runs both in turn, so that whatever else the machine does hits both alike.</summary>
    /// <exception cref="ToolException">The results differ, or ONNX Runtime refuses the model.</exception>
    public static SpeedComparison Measure(string model, CompiledCase compiled, int threads, double seconds, Action<double> progress)
    {
        ImportedModel imported = compiled.Model;
        if (imported.Inputs.FirstOrDefault(border => border.Type is not (ElementType.Float32 or ElementType.Undefined)) is { } other)
            throw new ToolException($"The input '{other.ModelName}' holds {other.Type}; models of 32-bit floats are timed.");
        float[][] inputs = [.. imported.Inputs.Select(RandomInput.Of)];
        float[][] results = [.. imported.Outputs.Select(border => new float[RandomInput.Count(border)])];
        try
        {
            using InferenceSession session = OnnxRuntimeLibrary.Open(model, threads: threads);
            using var run = new RunOptions();
            OrtValue[] given = [.. imported.Inputs.Select((border, i) => Value(inputs[i], border))];
            OrtValue[] made = [.. imported.Outputs.Select((border, i) => Value(results[i], border))];
            string[] from = [.. imported.Inputs.Select(border => border.ModelName)],
            to = [.. imported.Outputs.Select(border => border.ModelName)];
            using CompiledRun own = compiled.Open(threads, inputs);
            Action theirs = () => session.Run(run, from, given, to, made);
            theirs();
            own.Run();
            double error = Difference(imported, own.Results(), results);
            var (ours, others) = Alternate(own.Run, theirs, seconds, progress);
            foreach (OrtValue value in given.Concat(made)) value.Dispose();
            return new SpeedComparison(Median(ours), Median(others), ours.Count, error);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ToolException($"ONNX Runtime refuses {model}: {exception.Message}", exception);
        }
    }

    private static OrtValue Value(float[] values, Border border) =>
        OrtValue.CreateTensorValueFromMemory(values, [.. border.Dimensions.Select(size => (long)size)]);

    private static double Difference(ImportedModel model, float[][] found, float[][] expected)
    {
        Comparison[] comparisons = [.. expected.Select((values, i) => Comparison.Of(model.Outputs[i].ModelName, found[i], values))];
        return Array.Find(comparisons, comparison => !comparison.Fits) is { } wrong
            ? throw new ToolException($"The results differ by {wrong.Error:0.0e+0} at {wrong.Place}; nothing was measured.")
            : comparisons.Max(comparison => comparison.Error);
    }

    private static (List<double> First, List<double> Second) Alternate(Action first, Action second, double seconds, Action<double> progress)
    {
        // A part of the time warms both up: tiered compilation, caches, clocks.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds / 4)
        {
            first();
            second();
        }

        List<double> ours = [], others = [];
        clock.Restart();
        while (clock.Elapsed.TotalSeconds < seconds || ours.Count < LeastRuns)
        {
            ours.Add(Time(first));
            others.Add(Time(second));
            progress(Math.Min(1, clock.Elapsed.TotalSeconds / seconds));
        }

        return (ours, others);
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
