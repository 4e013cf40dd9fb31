using System.Diagnostics;
using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Results;
using Fusion.Samples.Distill.Runs;
using Fusion.Training;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Samples.Distill.Torch;

/// <summary>How long a step takes beside TorchSharp's, and so a whole training: steps of both, alternately, the median of each.</summary>
internal static class TorchComparison
{
    private const int WarmUp = 2, Measured = 11;

    /// <exception cref="UserException">TorchSharp cannot be loaded; the message says why.</exception>
    public static void CheckLoaded()
    {
        if (Libtorch.Problem is { } problem)
            throw new UserException(
                "--torch: TorchSharp does not load here. Build with its library, which is large:\n"
                + $"  dotnet run -c Release --project samples/Distill -p:Torch=true -- --torch\n{problem}");
    }

    /// <summary>A table of all trainings.</summary>
    public static string Measure(Clothes clothes, Plan plan, NetworkOptions options)
    {
        using Teacher teacher = Teacher.Initialize(1, options);
        torch.set_num_threads(options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var learners = new Learners(options);
        int perEpoch = plan.Pictures / Learners.BatchSize;
        int studentSteps = plan.StudentEpochs * perEpoch;
        return TextTable.Of(["training", "a step, ms", "TorchSharp, ms", "ratio", "all steps", "TorchSharp, all steps"],
        [
            Row("teacher", learners.Teacher(1, null), TorchSteps.OfTeacher(), clothes, plan.TeacherEpochs * perEpoch),
            Row("student alone", learners.Alone(1, null), TorchSteps.Alone(), clothes, studentSteps),
            Row("with soft labels", learners.Soft(teacher, 1, null), TorchSteps.Soft(), clothes, studentSteps),
            Row("with alignment", learners.Aligned(teacher, 1, null), TorchSteps.Aligned(), clothes, studentSteps),
        ]);
    }

    private static string[] Row(string title, Learner learner, TorchSteps torchSteps, Clothes clothes, int steps)
    {
        using (learner)
        using (torchSteps)
        using (var batches = new Batches(clothes.Train, Learners.BatchSize, seed: 1))
        {
            List<double> own = [], other = [];
            for (int i = 0; i < WarmUp + Measured; i++)
            {
                Batch batch = batches.Next();
                own.Add(Time(() => learner.Step(batch, 0.01f)));
                other.Add(Time(torchSteps.Step));
            }
            double mine = Median(own), theirs = Median(other);
            return [title, Milliseconds(mine), Milliseconds(theirs), Numbers.Ratio(theirs / mine), Numbers.Time(mine * steps),
                Numbers.Time(theirs * steps)];
        }
    }

    private static double Time(Action step)
    {
        long start = Stopwatch.GetTimestamp();
        step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> seconds) => seconds.Skip(WarmUp).Order().ElementAt(Measured / 2);

    private static string Milliseconds(double seconds) => Text.Digits(1000 * seconds);
}
