using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Results;
using Fusion.Samples.Distill.Runs;
using Fusion.Samples.Distill.Torch;

namespace Fusion.Samples.Distill;

/// <summary>The program: reads the options, lets teacher and students learn, and reports.</summary>
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

        IDisplay display = Console.IsOutputRedirected
            ? new PlainDisplay(Console.Out) : new LiveDisplay(Spectre.Console.AnsiConsole.Console);
        CourseResult result = Learnt(() => display.While(() => new Course(plan, folder, options).Complete(clothes, display)));
        Report.Write(result, folder, line.Has("--torch") ? () => TorchComparison.Measure(clothes, plan, options) : null);
        if (line.Has("--quick"))
            Console.WriteLine("\nThis was --quick: few pictures and epochs. The whole course takes hours, and its networks learn more.");
        return 0;
    }

    private static CourseResult Learnt(Func<CourseResult> learn)
    {
        try
        {
            return learn();
        }
        catch (Exception error) when (error is WeightsException or Fusion.Training.TrainingException or IOException
            or UnauthorizedAccessException)
        {
            throw new UserException(error.Message);
        }
    }
}
