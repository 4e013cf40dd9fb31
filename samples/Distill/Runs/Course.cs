using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;

namespace Fusion.Samples.Distill.Runs;

/// <summary>A teacher, and its students in each of the ways.</summary>
internal sealed class Course(Plan plan, string folder, NetworkOptions options)
{
    private const float Peak = 0.15f;

    private readonly Learners _learners = new(options);

    /// <summary>Makes what is missing of all.</summary>
    public CourseResult Complete(Clothes clothes, IDisplay display)
    {
        var files = new RunFiles(folder, "teacher");
        IReadOnlyList<Epoch> teacherEpochs =
            new TrainingRun("teacher", "teacher", 1, plan.TeacherEpochs, Peak, checkpoint => _learners.Teacher(1, checkpoint))
                .Complete(clothes, files, display);
        using Teacher teacher = Teacher.Load(files.Weights, options);
        Way[] ways =
        [
            new("alone", "student alone", _learners.Alone),
            new("soft", "with soft labels", (seed, checkpoint) => _learners.Soft(teacher, seed, checkpoint)),
            new("aligned", "with alignment", (seed, checkpoint) => _learners.Aligned(teacher, seed, checkpoint)),
        ];
        List<IReadOnlyList<Epoch>>[] runs = [.. ways.Select(_ => new List<IReadOnlyList<Epoch>>())];
        // Seed by seed, so that the ways can be compared before all is done.
        for (int seed = 1; seed <= plan.Seeds; seed++)
            for (int i = 0; i < ways.Length; i++) runs[i].Add(Student(ways[i], seed).Complete(clothes, Files(ways[i], seed), display));
        return new CourseResult(plan, teacherEpochs, [.. ways.Select((way, i) => new WayResult(way, runs[i]))]);
    }

    private TrainingRun Student(Way way, int seed) => new(
        $"{way.Name}-{seed}", $"{way.Title}, seed {seed}", seed, plan.StudentEpochs, Peak, checkpoint => way.Open(seed, checkpoint));

    private RunFiles Files(Way way, int seed) => new(folder, $"{way.Name}-{seed}");
}
