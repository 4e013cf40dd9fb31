using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;

namespace Fusion.Training.Tests.Sessions;

/// <summary>The losses of a batch without a step, for the network as it runs.</summary>
public class EvaluationTests
{
    private const float Rate = 0.05f;

    [TorchFact]
    public void Agrees_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(Pupil.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using TaughtTraining training = TaughtTraining.Start(teacher, weights);
        using var module = new PupilModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 4; i++)
        {
            float[] images = Lessons.Images(i);
            float[] logits = master.Run(images, "output");
            double expected = torch.Evaluate(images, Loss), found = training.Evaluate(images, Lessons.Labels(i)).Sum;
            Assert.Equal(expected, found, 1e-4 * Math.Max(1, Math.Abs(expected)));
            double step = training.Step(images, Lessons.Labels(i), Rate).Sum;
            Assert.Equal(torch.Step(images, Loss), step, 1e-4 * Math.Max(1, Math.Abs(step)));
            // The batch's own statistics give another one.
            Assert.True(Math.Abs(step - found) > 1e-2, $"{step} {found}");

            TorchSharp.torch.Tensor Loss(TorchSharp.torch.Tensor own) =>
                TorchTraining.CrossEntropy(own, Lessons.Labels(i)) * 0.1 + TorchTraining.SoftLabels(own, logits, 4) * 0.9;
        }
    }

    [Fact]
    public void Shows_what_the_network_gives_without_dropping_anything()
    {
        using DroppingTraining training = DroppingTraining.Start(seed: 3);
        for (int i = 0; i < 3; i++) training.Step(Lessons.Images(i), Lessons.Labels(i), Rate);
        float loss = training.Evaluate(Lessons.Images(5), Lessons.Labels(5)).CrossEntropy;
        using Dropping network = Dropping.Load(training.Weights());
        float[] expected = new float[Lessons.Samples * 10];
        network.Run(Lessons.Images(5), expected);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], training.Output[i], 1e-5f);
        Assert.Equal(Evaluation.Of(expected, Lessons.Labels(5)).CrossEntropy, loss, 1e-5);
        Assert.Equal(loss, training.Evaluate(Lessons.Images(5), Lessons.Labels(5)).CrossEntropy);
    }

    /// <summary>Norms, gates, residuals, depthwise layers, and norms that are applied several times.</summary>
    [Fact]
    public void Shows_what_whole_networks_give()
    {
        using ResNet20Training residual = ResNet20Training.Start(seed: 3);
        Compare(residual, residual.Step, residual.Evaluate, () => residual.Output, weights => ResNet20.Load(weights).Run);
        using SeResNet20Training gated = SeResNet20Training.Start(seed: 3);
        Compare(gated, gated.Step, gated.Evaluate, () => gated.Output, weights => SeResNet20.Load(weights).Run);
        using SmallMobileNetV2Training inverted = SmallMobileNetV2Training.Start(seed: 3);
        Compare(inverted, inverted.Step, inverted.Evaluate, () => inverted.Output, weights => SmallMobileNetV2.Load(weights).Run);
        using RecurrentTraining recurrent = RecurrentTraining.Start(seed: 3);
        Compare(recurrent, recurrent.Step, recurrent.Evaluate, () => recurrent.Output, weights => Recurrent.Load(weights).Run);
    }

    private delegate TLoss Stepping<TLoss>(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, float learningRate);

    private delegate TLoss Looking<TLoss>(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

    private delegate ReadOnlySpan<float> Shown();

    private static void Compare<TLoss>(
        TrainingSession training, Stepping<TLoss> step, Looking<TLoss> evaluate, Shown output, Func<StateDict, BatchRun> load)
    {
        for (int i = 0; i < 3; i++) step(Lessons.Images(i), Lessons.Labels(i), Rate);
        evaluate(Lessons.Images(5), Lessons.Labels(5));
        float[] expected = new float[Lessons.Samples * 10], found = output().ToArray();
        load(training.Weights())(Lessons.Images(5), expected);
        float greatest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 2e-5f * greatest);
        float[] terms = new float[1];
        training.CopyTerms(terms);
        Assert.Equal(Evaluation.Of(expected, Lessons.Labels(5)).CrossEntropy, terms[0], 1e-4 * greatest);
        Assert.Equal(["CrossEntropy"], training.TermNames);
    }

    [Fact]
    public void Changes_nothing_of_the_training()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        using AlignedTraining training = AlignedTraining.Start(teacher, seed: 4), other = AlignedTraining.Start(teacher, seed: 4);
        for (int i = 0; i < 4; i++)
        {
            training.Evaluate(Lessons.Images(10 + i), Lessons.Labels(10 + i));
            Assert.Equal(i, training.StepCount);
            Assert.Equal(other.Step(Lessons.Images(i), Lessons.Labels(i), Rate), training.Step(Lessons.Images(i), Lessons.Labels(i), Rate));
        }
        foreach (WeightTensor tensor in other.Weights().Tensors)
            Assert.True(tensor.Values.SequenceEqual(training.Weights()[tensor.Name].Values), tensor.Name);
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        AlignedTraining.Loss? first = null;
        float[] output = [];
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using AlignedTraining training = AlignedTraining.Start(
                    teacher, seed: 4, new NetworkOptions { InstructionSet = set, Threads = threads });
                AlignedTraining.Loss found = training.Evaluate(Lessons.Images(0), Lessons.Labels(0));
                if (first is null) (first, output) = (found, training.Output.ToArray());
                Assert.Equal(first, found);
                Assert.Equal(output, training.Output);
            }
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        using AlignedTraining training = AlignedTraining.Start(teacher, seed: 4);
        float[] images = Lessons.Images(0);
        int[] labels = Lessons.Labels(0);
        for (int i = 0; i < 3; i++) Both();
        Assert.Equal(0, Allocations.Least(Both));

        void Both()
        {
            training.Evaluate(images, labels);
            training.Step(images, labels, 1e-3f);
        }
    }

    [Fact]
    public void What_is_not_finite_is_named()
    {
        using DroppingTraining training = DroppingTraining.Start(seed: 3);
        float[] images = Lessons.Images(0);
        images[16 * 16 * 3] = float.NaN;
        var exception = Assert.Throws<TrainingException>(() => training.Evaluate(images, Lessons.Labels(0)));
        Assert.Contains("evaluated after 0 steps: the loss is not a finite number (CrossEntropy is NaN).", exception.Message);
        Assert.EndsWith("The first value that is not finite: NaN in the input 'input', sample 1.", exception.Message);
        Array.Fill(images, 3e38f);
        exception = Assert.Throws<TrainingException>(() => training.Evaluate(images, Lessons.Labels(0)));
        Assert.Contains(" in the output of 'conv1", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => training.Evaluate(images, [0, 1, 2, 3, 4, 5, 6, 10]));
    }

    [Fact]
    public void A_disposed_training_says_so()
    {
        DroppingTraining training = DroppingTraining.Start(seed: 3);
        training.Dispose();
        Assert.Throws<ObjectDisposedException>(() => training.Evaluate(Lessons.Images(0), Lessons.Labels(0)));
    }
}
