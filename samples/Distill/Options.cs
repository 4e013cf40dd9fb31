using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill;

/// <summary>What can be said on the command line, and the plan that it makes.</summary>
internal static class Options
{
    public const string Purpose =
        "Trains a teacher on pictures of clothes, and students of a tenth of its size: alone, with soft labels, and with alignment.";

    /// <summary>Everything: some hours on two cores.</summary>
    private static readonly Plan Full = new("", int.MaxValue, int.MaxValue, TeacherEpochs: 20, StudentEpochs: 20, Seeds: 3);

    /// <summary>All of it in five minutes on two cores, with far fewer pictures, so that nobody learns much.</summary>
    private static readonly Plan Quick = new("", 8000, 2000, TeacherEpochs: 5, StudentEpochs: 4, Seeds: 3);

    /// <summary>Of generated pictures there are as many as wanted.</summary>
    private const int Generated = 8000;

    public static IReadOnlyList<Option> All { get; } =
    [
        new("--quick", null, "all of it in five minutes on two cores: fewer pictures and epochs, worse networks"),
        new("--data", "FOLDER", $"the folder of Fashion-MNIST ({FashionMnist.DebianFolder})"),
        new("--generated", null, "generated pictures instead, which need no files"),
        new("--output", "FOLDER", "where weights, checkpoints, table and plot go (distillation)"),
        new("--resume", null, "go on with what is in the output folder, after its last whole epoch"),
        new("--epochs", "N", $"how often a student sees each picture ({Full.StudentEpochs}; quick {Quick.StudentEpochs})"),
        new("--teacher-epochs", "N", $"how often the teacher does ({Full.TeacherEpochs}; quick {Quick.TeacherEpochs})"),
        new("--pictures", "N", $"how many pictures to learn from (all; quick {Quick.Pictures})"),
        new("--seeds", "N", $"how many students learn in each way ({Full.Seeds})"),
        new("--torch", null, "afterwards, how long TorchSharp's steps take; needs 'dotnet run -p:Torch=true'"),
        new("--threads", "N", "how many cores to use (all)"),
        new("--help", null, "this text"),
    ];

    /// <summary>Reads the pictures that the options name.</summary>
    public static Clothes Read(CommandLine line, Plan plan, TextWriter output)
    {
        string folder = line.Text("--data") ?? FashionMnist.DebianFolder;
        if (line.Has("--generated") && line.Has("--data")) throw new UserException("--data and --generated exclude each other.");
        if (!line.Has("--generated") && FashionMnist.IsIn(folder)) return FashionMnist.Read(folder, plan.Pictures, plan.Tested);
        if (line.Has("--data")) throw new UserException($"Fashion-MNIST is not in {folder}. {FashionMnist.HowToGet}");
        if (!line.Has("--generated"))
            output.WriteLine($"Fashion-MNIST is not in {folder}: generated pictures are learnt from instead. {FashionMnist.HowToGet}\n");
        return GeneratedClothes.Make(Math.Min(plan.Pictures, Generated), Math.Min(plan.Tested, Generated / 4));
    }

    /// <summary>How much is wanted; the pictures are not counted yet.</summary>
    public static Plan Wanted(CommandLine line)
    {
        Plan plan = line.Has("--quick") ? Quick : Full;
        return plan with
        {
            Pictures = line.Int("--pictures", plan.Pictures, 4 * Learners.BatchSize, int.MaxValue),
            TeacherEpochs = line.Int("--teacher-epochs", plan.TeacherEpochs, 1, 10_000),
            StudentEpochs = line.Int("--epochs", plan.StudentEpochs, 1, 10_000),
            Seeds = line.Int("--seeds", plan.Seeds, 1, 100),
        };
    }
}
