using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Trainings;
using Fusion.Training;

namespace Fusion.Samples.Distill.Runs;

/// <summary>The four trainings: each begins with a seed, or goes on from a checkpoint.</summary>
/// <param name="options">How they and their networks run.</param>
internal sealed class Learners(NetworkOptions options)
{
    /// <summary>The samples of a step, the same for all.</summary>
    public const int BatchSize = TeacherTraining.BatchSize;

    public Learner Teacher(int seed, string? checkpoint)
    {
        TeacherTraining training = checkpoint is null ? TeacherTraining.Start(seed, options) : TeacherTraining.Resume(checkpoint, options);
        return new Learner(
            training, (batch, rate) => training.Step(batch.Values, batch.Labels, rate).Sum, () => training.Output, TestTeacher);
    }

    public Learner Alone(int seed, string? checkpoint)
    {
        AloneTraining training = checkpoint is null ? AloneTraining.Start(seed, options) : AloneTraining.Resume(checkpoint, options);
        return new Learner(
            training, (batch, rate) => training.Step(batch.Values, batch.Labels, rate).Sum, () => training.Output, TestStudent);
    }

    public Learner Soft(Teacher teacher, int seed, string? checkpoint)
    {
        SoftTraining training =
            checkpoint is null ? SoftTraining.Start(teacher, seed, options) : SoftTraining.Resume(teacher, checkpoint, options);
        return new Learner(
            training, (batch, rate) => training.Step(batch.Values, batch.Labels, rate).Sum, () => training.Output, TestStudent);
    }

    public Learner Aligned(Teacher teacher, int seed, string? checkpoint)
    {
        AlignedTraining training =
            checkpoint is null ? AlignedTraining.Start(teacher, seed, options) : AlignedTraining.Resume(teacher, checkpoint, options);
        return new Learner(
            training, (batch, rate) => training.Step(batch.Values, batch.Labels, rate).Sum, () => training.Output, TestStudent);
    }

    private Evaluation TestTeacher(StateDict weights, SampleSource samples)
    {
        using Teacher network = Networks.Teacher.Load(weights, options);
        return Evaluation.Of(samples, network.Run, Clothes.ClassCount);
    }

    private Evaluation TestStudent(StateDict weights, SampleSource samples)
    {
        using Student network = Student.Load(weights, options);
        return Evaluation.Of(samples, network.Run, Clothes.ClassCount);
    }
}
