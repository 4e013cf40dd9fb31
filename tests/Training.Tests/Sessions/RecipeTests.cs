using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Trainings without labels, with several inputs and results, and with values that do not count, beside TorchSharp.</summary>
public class RecipeTests
{
    private const float Rate = 0.05f;

    [TorchFact]
    public void Soft_labels_alone_need_no_labels()
    {
        StateDict weights = Lessons.Weights(Pupil.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using UnlabelledTraining training = UnlabelledTraining.Start(teacher, weights);
        using var module = new PupilModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        for (int i = 0; i < 4; i++)
        {
            float[] images = Lessons.Images(i), logits = master.Run(images, "output");
            double expected = torch.Step(images, own => TorchTraining.SoftLabels(own, logits, 4) * 0.9);
            Assert.Equal(expected, training.Step(images, Rate).Sum, 1e-5 * Math.Max(1, Math.Abs(expected)));
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [Fact]
    public void Alignments_need_no_labels()
    {
        using Master teacher = Master.Load(Lessons.Weights(Master.Description));
        using UnlabelledAlignedTraining training = UnlabelledAlignedTraining.Start(teacher, seed: 4);
        using AlignedTraining labelled = AlignedTraining.Start(teacher, seed: 4);
        using FeaturesOnlyTraining features = FeaturesOnlyTraining.Start(teacher, seed: 4);
        AlignedTraining.Loss expected = labelled.Evaluate(Lessons.Images(0), Lessons.Labels(0));
        UnlabelledAlignedTraining.Loss found = training.Evaluate(Lessons.Images(0));
        Assert.Equal((expected.SoftLabels, expected.StageAlignment), (found.SoftLabels, found.StageAlignment));
        Assert.Equal(expected.StageAlignment, features.Evaluate(Lessons.Images(0)).Sum);
        float first = features.Step(Lessons.Images(0), Rate).Sum;
        for (int i = 0; i < 30; i++) features.Step(Lessons.Images(0), Rate);
        Assert.InRange(features.Step(Lessons.Images(0), Rate).Sum, 0, 0.9f * first);
    }

    [TorchFact]
    public void Several_inputs_and_results_agree_with_TorchSharp()
    {
        using SensorTraining training = SensorTraining.Start(seed: 6);
        var parameters = training.Weights().Tensors.ToDictionary(tensor => tensor.Name, tensor => torch.tensor(
            Array.ConvertAll(tensor.Values.ToArray(), value => (double)value), [.. tensor.Dimensions.Select(size => (long)size)],
            requires_grad: true));
        for (int i = 0; i < 4; i++)
        {
            float[] image = Normal(50 + i, 8 * 6 * 6 * 2), sound = Normal(60 + i, 8 * 5), target = Normal(70 + i, 8 * 2);
            int[] labels = [.. Enumerable.Range(i, 8).Select(k => k % 3)];
            using var scope = torch.NewDisposeScope();
            torch.Tensor seen = functional.relu(functional.conv2d(
                Values(image, 8, 6, 6, 2).permute(0, 3, 1, 2), parameters["eye.weight"], parameters["eye.bias"], padding: [1, 1]));
            torch.Tensor both = torch.cat([seen.mean([2, 3]), torch.tanh(Linear("ear", Values(sound, 8, 5)))], 1);
            torch.Tensor kind = TorchTraining.CrossEntropy(Linear("kind", both), labels);
            torch.Tensor position = functional.smooth_l1_loss(Linear("position", both), Values(target, 8, 2), beta: 0.5);
            torch.Tensor loss = kind + 2 * position;
            loss.backward();

            SensorTraining.Loss evaluated = training.Evaluate(image, sound, labels, target);
            SensorTraining.Loss found = training.Step(image, sound, labels, target, Rate);
            // Nothing here differs between a step and a run.
            Assert.Equal(evaluated, found);
            Assert.Equal(kind.item<double>(), found.CrossEntropy, 1e-5);
            Assert.Equal(position.item<double>(), found.SmoothL1, 1e-5);
            Assert.Equal(loss.item<double>(), found.Sum, 1e-5);
            Assert.Equal((8 * 3, 8 * 2), (training.Kind.Length, training.Position.Length));
            using (torch.no_grad())
            {
                foreach (var (name, parameter) in parameters)
                {
                    parameter.sub_(parameter.grad! * Rate);
                    parameter.grad!.zero_();
                    double[] expected = parameter.flatten().data<double>().ToArray();
                    float[] own = training.Weights()[name].Values.ToArray();
                    for (int k = 0; k < own.Length; k++) Assert.Equal(expected[k], own[k], 1e-5);
                }
            }
        }

        torch.Tensor Linear(string layer, torch.Tensor x) =>
            functional.linear(x, parameters[layer + ".weight"], parameters[layer + ".bias"]);
    }

    [TorchFact]
    public void Masked_values_agree_with_TorchSharp()
    {
        StateDict weights = NetworkWeights.Initialize(Tiny.Description, seed: 3);
        using MaskedTraining training = MaskedTraining.Start(weights);
        using var module = new TinyModule();
        TorchTraining other = TorchTraining.Start(module, weights, parameters => torch.optim.SGD(parameters, Rate, momentum: 0.9));
        for (int i = 0; i < 4; i++)
        {
            float[] images = Lessons.Images(i), target = Normal(80 + i, 80), mask = Mask(i);
            double expected = other.Step(images, logits =>
            {
                torch.Tensor t = Values(target, 8, 10), m = Values(mask, 8, 10);
                torch.Tensor Mean(torch.Tensor each) => (each * m).sum() / m.sum();
                return Mean(functional.mse_loss(logits, t, reduction: Reduction.None))
                    + 0.5 * Mean(functional.l1_loss(logits, t, reduction: Reduction.None))
                    + Mean(functional.smooth_l1_loss(logits, t, beta: 0.3, reduction: Reduction.None));
            });
            // What does not count may be anything.
            for (int k = 0; k < 80; k++) if (mask[k] == 0) target[k] = float.NaN;
            Assert.Equal(expected, training.Step(images, target, mask, Rate).Sum, 1e-4);
            other.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void Masked_probabilities_agree_with_TorchSharp()
    {
        StateDict weights = NetworkWeights.Initialize(Tiny.Description, seed: 3);
        using MaskedProbabilityTraining training = MaskedProbabilityTraining.Start(weights);
        using var module = new TinyModule();
        TorchTraining other = TorchTraining.Start(module, weights, parameters => torch.optim.SGD(parameters, Rate, momentum: 0.9));
        for (int i = 0; i < 3; i++)
        {
            float[] images = Lessons.Images(i), mask = Mask(i);
            float[] target = Array.ConvertAll(Normal(80 + i, 80), value => value > 0 ? 1f : 0.25f);
            double expected = other.Step(images, logits => functional.binary_cross_entropy_with_logits(
                logits, Values(target, 8, 10), Values(mask, 8, 10), Reduction.Sum) / mask.Sum());
            for (int k = 0; k < 80; k++) if (mask[k] == 0) target[k] = -1;
            Assert.Equal(expected, training.Step(images, target, mask, Rate).Sum, 1e-4);
            other.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void Ignored_labels_and_weights_of_classes_agree_with_TorchSharp()
    {
        StateDict weights = NetworkWeights.Initialize(Tiny.Description, seed: 3);
        using WeightedTraining training = WeightedTraining.Start(weights);
        using var module = new TinyModule();
        TorchTraining other = TorchTraining.Start(module, weights, parameters => torch.optim.SGD(parameters, Rate, momentum: 0.9));
        double[] ofClasses = [1, 2, 0.5, 1, 1, 3, 1, 0, 1, 1];
        for (int i = 0; i < 4; i++)
        {
            float[] images = Lessons.Images(i);
            int[] labels = Lessons.Labels(i);
            (labels[1], labels[4], labels[5]) = (-1, 5, 7);
            double expected = other.Step(images, logits => functional.cross_entropy(
                logits, torch.tensor(Array.ConvertAll(labels, label => (long)label)), torch.tensor(ofClasses), ignore_index: -1));
            Assert.Equal(expected, training.Step(images, labels, Rate).CrossEntropy, 1e-4);
            other.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void Ignored_pixels_agree_with_TorchSharp()
    {
        using IgnoringTraining training = IgnoringTraining.Start(seed: 2);
        float[] images = Normal(3, 4 * 6 * 6 * 2);
        int[] labels = [.. Enumerable.Range(0, 4 * 36).Select(k => k % 5 == 0 ? 255 : k % 7 % 3)];
        float found = training.Step(images, labels, 0).CrossEntropy;
        torch.Tensor logits = Values(training.Output.ToArray(), 4 * 36, 3);
        double expected = functional.cross_entropy(
            logits, torch.tensor(Array.ConvertAll(labels, label => (long)label)), ignore_index: 255, label_smoothing: 0.1).item<double>();
        Assert.Equal(expected, found, 1e-5);
        for (int i = 0; i < 200; i++) found = training.Step(images, labels, 0.2f).CrossEntropy;
        Assert.InRange(found, 0, 0.98f * (float)expected);
    }

    [Fact]
    public void A_batch_of_which_nothing_counts_moves_nothing()
    {
        using WeightedTraining training = WeightedTraining.Start(seed: 2);
        using MaskedTraining masked = MaskedTraining.Start(seed: 2);
        StateDict before = training.Weights();
        Assert.Equal(0, training.Step(Lessons.Images(0), [-1, 7, -1, 7, -1, -1, 7, 7], Rate).Sum);
        Assert.Equal(0, masked.Step(Lessons.Images(0), Normal(1, 80), new float[80], Rate).Sum);
        foreach (WeightTensor tensor in before.Tensors)
        {
            Assert.True(tensor.Values.SequenceEqual(training.Weights()[tensor.Name].Values), tensor.Name);
            Assert.True(tensor.Values.SequenceEqual(masked.Weights()[tensor.Name].Values), tensor.Name);
        }
    }

    [Fact]
    public void Wrong_labels_and_masks_are_named()
    {
        using WeightedTraining training = WeightedTraining.Start(seed: 2);
        Assert.Contains("labels[1] is -2; a class from 0 to 9, or -1 for what does not count was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(
                "labels", () => training.Step(Lessons.Images(0), [0, -2, 0, 0, 0, 0, 0, 0], Rate)).Message);
        using MaskedTraining masked = MaskedTraining.Start(seed: 2);
        float[] mask = new float[80];
        mask[7] = -0.5f;
        Assert.Contains("mask[7] is -0.5; a finite number of at least 0 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>("mask", () => masked.Step(Lessons.Images(0), new float[80], mask, Rate)).Message);
        mask[7] = float.NaN;
        Assert.Throws<ArgumentOutOfRangeException>("mask", () => masked.Step(Lessons.Images(0), new float[80], mask, Rate));
        // A target that counts must be a number.
        float[] target = new float[80];
        (target[3], target[9], mask[7], mask[9]) = (float.NaN, float.NaN, 0, 1);
        Assert.EndsWith("NaN in the input 'target', sample 0.", Assert.Throws<TrainingException>(
            () => masked.Step(Lessons.Images(0), target, mask, Rate)).Message);
        using MaskedProbabilityTraining probabilities = MaskedProbabilityTraining.Start(seed: 2);
        target[9] = 2;
        Assert.Contains("target[9] is 2; a probability from 0 to 1 was expected.", Assert.Throws<ArgumentOutOfRangeException>(
            "target", () => probabilities.Step(Lessons.Images(0), target, mask, Rate)).Message);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using WeightedTraining training = WeightedTraining.Start(seed: 2);
        using MaskedTraining masked = MaskedTraining.Start(seed: 2);
        float[] images = Lessons.Images(0), target = Normal(1, 80), mask = Mask(0);
        int[] labels = Lessons.Labels(0);
        for (int i = 0; i < 3; i++) Both();
        Assert.Equal(0, Allocations.Least(Both));

        void Both()
        {
            training.Step(images, labels, 1e-3f);
            masked.Step(images, target, mask, 1e-3f);
        }
    }

    private static float[] Normal(int seed, int count) => Array.ConvertAll(RandomValues.Normal(seed, count), value => (float)value);

    /// <summary>Numbers that are no shares, of which a third are 0.</summary>
    private static float[] Mask(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 80).Select(_ => random.Next(3) == 0 ? 0 : 3 * random.NextSingle())];
    }

    private static torch.Tensor Values(float[] values, params long[] shape) =>
        torch.tensor(Array.ConvertAll(values, value => (double)value), shape);
}
