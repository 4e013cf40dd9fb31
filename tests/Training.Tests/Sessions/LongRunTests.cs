using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Many steps of one training.</summary>
public class LongRunTests
{
    private const int Samples = 32;

    [TorchFact]
    public void Two_hundred_steps_stay_beside_TorchSharp()
    {
        StateDict weights = NetworkWeights.Initialize(SmallSe.Description, seed: 3);
        using SmallSeTraining training = SmallSeTraining.Start(weights);
        using var module = new SmallSeModule();
        LearningRate rates = LearningRate.Cosine(from: 0.02f, to: 0, steps: 200);
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, 0.02, momentum: 0.9, weight_decay: 5e-4));
        double first = 0, last = 0;
        for (int i = 0; i < 200; i++)
        {
            // Ten batches, again and again, so that there is something to learn.
            float[] images = SessionTests.Images(Samples, i % 10);
            int[] labels = SessionTests.Labels(Samples, i % 10);
            torch.LearningRate = rates.At(i);
            double expected = torch.Step(images, logits => TorchTraining.CrossEntropy(logits, labels));
            float found = training.Step(images, labels, rates.At(i)).Sum;
            Assert.True(Math.Abs(expected - found) <= 1e-3, $"Step {i}: the loss is {found} instead of {expected}.");
            (first, last) = (i == 0 ? expected : first, expected);
        }
        Assert.InRange(last, 0, 0.8 * first);
    }

    [Fact]
    public void A_batch_of_32_is_learnt_by_heart()
    {
        using SmallSeTraining training = SmallSeTraining.Start(seed: 2);
        float[] images = SessionTests.Images(Samples, 0);
        int[] labels = SessionTests.Labels(Samples, 0);
        float loss = float.PositiveInfinity;
        for (int i = 0; i < 300; i++) loss = training.Step(images, labels, 0.1f).Sum;
        Assert.InRange(loss, 0, 0.01f);
        Assert.All(Enumerable.Range(0, Samples), i =>
            Assert.Equal(labels[i], training.Output.Slice(i * 10, 10).ToArray().Index().MaxBy(logit => logit.Item).Index));
    }
}
