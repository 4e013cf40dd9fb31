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
        return new Learner(training, "labels")
        {
            Step = (batch, rate, terms) =>
            {
                TeacherTraining.Loss loss = training.Step(batch.Values, batch.Labels, rate);
                terms[0] = loss.CrossEntropy;
                return loss.Sum;
            },
            Logits = () => training.Output,
            Test = (weights, samples) =>
            {
                using Teacher network = Networks.Teacher.Load(weights, options);
                return Evaluation.Of(samples, network.Run, Clothes.ClassCount);
            },
        };
    }

    public Learner Alone(int seed, string? checkpoint)
    {
        AloneTraining training = checkpoint is null ? AloneTraining.Start(seed, options) : AloneTraining.Resume(checkpoint, options);
        return new Learner(training, "labels")
        {
            Step = (batch, rate, terms) =>
            {
                AloneTraining.Loss loss = training.Step(batch.Values, batch.Labels, rate);
                terms[0] = loss.CrossEntropy;
                return loss.Sum;
            },
            Logits = () => training.Output,
            Test = TestStudent,
        };
    }

    public Learner Soft(Teacher teacher, int seed, string? checkpoint)
    {
        SoftTraining training =
            checkpoint is null ? SoftTraining.Start(teacher, seed, options) : SoftTraining.Resume(teacher, checkpoint, options);
        return new Learner(training, "labels", "soft labels")
        {
            Step = (batch, rate, terms) =>
            {
                SoftTraining.Loss loss = training.Step(batch.Values, batch.Labels, rate);
                (terms[0], terms[1]) = (loss.CrossEntropy, loss.SoftLabels);
                return loss.Sum;
            },
            Logits = () => training.Output,
            Test = TestStudent,
        };
    }

    public Learner Aligned(Teacher teacher, int seed, string? checkpoint)
    {
        AlignedTraining training =
            checkpoint is null ? AlignedTraining.Start(teacher, seed, options) : AlignedTraining.Resume(teacher, checkpoint, options);
        return new Learner(training, "labels", "soft labels", "middle features", "last features")
        {
            Step = (batch, rate, terms) =>
            {
                AlignedTraining.Loss loss = training.Step(batch.Values, batch.Labels, rate);
                (terms[0], terms[1], terms[2], terms[3]) =
                    (loss.CrossEntropy, loss.SoftLabels, loss.MiddleAlignment, loss.LastAlignment);
                return loss.Sum;
            },
            Logits = () => training.Output,
            Test = TestStudent,
        };
    }

    private Evaluation TestStudent(StateDict weights, SampleSource samples)
    {
        using Student network = Student.Load(weights, options);
        return Evaluation.Of(samples, network.Run, Clothes.ClassCount);
    }
}
