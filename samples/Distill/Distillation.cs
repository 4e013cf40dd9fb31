using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Results;
using Fusion.Samples.Distill.Runs;
using Fusion.Samples.Distill.Torch;

namespace Fusion.Samples.Distill;

/// <summary>The program.</summary>
internal static class Distillation
{
    public static int Run(CommandLine line)
    {
        Plan wanted = Options.Wanted(line);
        Clothes clothes = Options.Read(line, wanted, Console.Out);
        Plan plan = wanted with { Data = clothes.Name, Pictures = clothes.Train.Count, Tested = clothes.Test.Count };
        string folder = line.Text("--output") ?? "distillation";
        var options = new NetworkOptions { Threads = line.Int("--threads", 0, 0, 1024) };
        if (line.Has("--torch")) TorchComparison.CheckLoaded();
        PlanFile.Claim(folder, plan, line.Has("--resume"));
        Console.WriteLine($"""
            {plan.Data}: {Text.Count(plan.Pictures)} pictures to learn from, {Text.Count(plan.Tested)} to test with
            {plan.TeacherEpochs} epochs for the teacher, {plan.StudentEpochs} for each student, {plan.Seeds} seeds

            {ResultTable.Networks()}

            Killed at any time, it goes on with --resume.

            """);

        IDisplay display = Console.IsOutputRedirected ? new PlainDisplay(Console.Out) : new LiveDisplay(Spectre.Console.AnsiConsole.Console);
        CourseResult result = Trained(() => display.While(() => new Course(plan, folder, options).Complete(clothes, display)));
        string table = ResultTable.Of(result), verdict = ResultTable.Verdict(result);
        Console.WriteLine($"\n{table}\n\n{verdict}");
        if (line.Has("--quick")) Console.WriteLine("This was --quick: few pictures, few epochs. The whole course needs hours, and learns more.");
        if (line.Has("--torch"))
        {
            string times = Progress.Of("measuring steps beside TorchSharp's", () => TorchComparison.Measure(clothes, plan, options));
            Console.WriteLine($"\nSteps of both, alternately; a whole training at that speed.\n\n{times}");
            verdict += $"\n\n{times}";
        }
        File.WriteAllText(Path.Combine(folder, "results.md"), $"{table}\n\n{verdict}\n");
        string picture = Path.Combine(folder, "results.png");
        if (!ResultPlot.Save(result, picture))
            Console.WriteLine("\nNo font was found for the plot, so that it has no text: install one, fonts-dejavu-core for example.");
        Console.WriteLine($"\nTable, plot and weights are in {folder}: results.md, results.png, aligned-1.safetensors, ….");
        return 0;
    }

    private static CourseResult Trained(Func<CourseResult> train)
    {
        try
        {
            return train();
        }
        catch (Exception error) when (error is WeightsException or Fusion.Training.TrainingException or IOException
            or UnauthorizedAccessException)
        {
            throw new UserException(error.Message);
        }
    }
}
