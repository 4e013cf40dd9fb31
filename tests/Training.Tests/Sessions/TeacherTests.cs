using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Trainings with a teacher, which they run by themselves.</summary>
public class TeacherTests
{
    private const float Rate = 0.05f;

    [Fact]
    public void A_teacher_says_what_a_caller_would_have_given()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        using TaughtTraining taught = TaughtTraining.Start(teacher, seed: 4);
        using ToldTraining told = ToldTraining.Start(seed: 4);
        float[] logits = new float[Lessons.Samples * 10];
        for (int i = 0; i < 3; i++)
        {
            teacher.Run(Lessons.Images(i), logits);
            ToldTraining.Loss expected = told.Step(Lessons.Images(i), Lessons.Labels(i), logits, Rate);
            TaughtTraining.Loss found = taught.Step(Lessons.Images(i), Lessons.Labels(i), Rate);
            Assert.Equal((expected.Sum, expected.CrossEntropy, expected.SoftLabels), (found.Sum, found.CrossEntropy, found.SoftLabels));
        }
        AssertSame(told.Weights(), taught.Weights());
    }

    [TorchFact]
    public void Soft_labels_of_a_teacher_agree_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(Pupil.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using TaughtTraining training = TaughtTraining.Start(teacher, weights);
        using var module = new PupilModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 5; i++)
        {
            float[] images = Lessons.Images(i);
            float[] logits = master.Run(images, "output");
            double expected = torch.Step(images, own =>
                TorchTraining.CrossEntropy(own, Lessons.Labels(i)) * 0.1 + TorchTraining.SoftLabels(own, logits, 4) * 0.9);
            Assert.Equal(expected, training.Step(images, Lessons.Labels(i), Rate).Sum, 1e-5 * Math.Max(1, Math.Abs(expected)));
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void Decoupled_soft_labels_of_a_teacher_agree_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(Pupil.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using DecoupledTraining training = DecoupledTraining.Start(teacher, weights);
        using var module = new PupilModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 5; i++)
        {
            float[] images = Lessons.Images(i);
            int[] labels = Lessons.Labels(i);
            using torch.Tensor logits = master.Show(images, "output");
            using torch.Tensor classes = TorchSharp.torch.tensor(Array.ConvertAll(labels, label => (long)label));
            double expected = torch.Step(images, own => TorchTraining.CrossEntropy(own, labels) * 0.5
                + TorchLosses.DecoupledSoftLabels(own, logits, classes, 3, 0.7, 4) * 2);
            DecoupledTraining.Loss found = training.Step(images, labels, Rate);
            Assert.Equal(expected, found.Sum, 1e-5 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(found.Sum, 0.5f * found.CrossEntropy + 2 * found.DecoupledSoftLabels, 1e-4f);
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [Fact]
    public void Decoupled_soft_labels_take_logits_and_labels_where_there_is_no_teacher()
    {
        using DecoupledToldTraining training = DecoupledToldTraining.Start(seed: 4);
        float[] logits = Array.ConvertAll(RandomValues.Normal(5, Lessons.Samples * 10), value => (float)value);
        Assert.True(float.IsFinite(training.Step(Lessons.Images(0), logits, Lessons.Labels(0), Rate).DecoupledSoftLabels));
        int[] labels = Lessons.Labels(1);
        labels[2] = -1;
        Assert.Contains("labels[2] is -1; a class from 0 to 9 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => training.Step(Lessons.Images(1), logits, labels, Rate)).Message);
    }

    [Fact]
    public void A_step_with_a_teacher_allocates_nothing()
    {
        using Master teacher = Master.Initialize(seed: 1);
        using TaughtTraining training = TaughtTraining.Start(teacher);
        float[] images = Lessons.Images(0);
        int[] labels = Lessons.Labels(0);
        for (int i = 0; i < 3; i++) training.Step(images, labels, 1e-3f);
        Assert.Equal(0, Allocations.Least(() => training.Step(images, labels, 1e-3f)));
    }

    [Fact]
    public void A_missing_teacher_is_said()
    {
        Assert.Throws<ArgumentNullException>("teacher", () => TaughtTraining.Start(null!));
        Assert.Throws<ArgumentNullException>("teacher", () => TaughtTraining.Start(null!, Lessons.Weights(Pupil.Description)));
        Assert.Throws<ArgumentNullException>("teacher", () => TaughtTraining.Resume(null!, "run.safetensors"));
        Master teacher = Master.Initialize(seed: 1);
        using TaughtTraining training = TaughtTraining.Start(teacher);
        StateDict before = training.Weights();
        teacher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => training.Step(Lessons.Images(0), Lessons.Labels(0), Rate));
        AssertSame(before, training.Weights());
        Assert.Equal(0, training.StepCount);
    }

    private static void AssertSame(StateDict expected, StateDict found)
    {
        foreach (WeightTensor tensor in expected.Tensors)
            Assert.True(tensor.Values.SequenceEqual(found[tensor.Name].Values), tensor.Name);
    }
}
