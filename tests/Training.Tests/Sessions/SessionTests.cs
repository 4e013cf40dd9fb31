using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Generated trainings, step by step, beside TorchSharp's optimisers in double precision.</summary>
public class SessionTests
{
    private const int Steps = 5;
    private const float Rate = 0.05f;

    [TorchFact]
    public void A_residual_network_agrees_with_TorchSharp()
    {
        // At a rate of 0.05 the loss doubles within four steps, and what rounding makes of the weights grows a hundredfold in each.
        const float rate = 0.01f;
        StateDict weights = Weights(ResNet20.Description);
        using ResNet20Training training = ResNet20Training.Start(weights);
        using var module = new ResNet20Module();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, rate, momentum: 0.9, weight_decay: 5e-4));
        for (int i = 0; i < Steps; i++)
        {
            float[] images = Images(8, i);
            int[] labels = Labels(8, i);
            double expected = torch.Step(images, logits => TorchTraining.CrossEntropy(logits, labels));
            Assert.Equal(expected, training.Step(images, labels, rate).Sum, 1e-5 * Math.Max(1, Math.Abs(expected)));
            // Rounding drives the weights apart.
            if (i == 0) torch.AssertClose(training.Weights(), 1e-5);
        }
    }

    [TorchFact]
    public void Nesterovs_momentum_agrees_with_TorchSharp()
    {
        StateDict weights = Weights(Tiny.Description);
        using NesterovTraining training = NesterovTraining.Start(weights);
        using var module = new TinyModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.8, nesterov: true));
        for (int i = 0; i < Steps; i++)
        {
            float[] images = Images(8, i);
            int[] labels = Labels(8, i);
            double expected = torch.Step(images, logits => TorchTraining.CrossEntropy(logits, labels));
            Assert.Equal(expected, training.Step(images, labels, Rate).Sum, 1e-5);
            torch.AssertClose(training.Weights(), 1e-5);
        }
    }

    [TorchFact]
    public void Adam_with_clipped_gradients_agrees_with_TorchSharp()
    {
        StateDict weights = Weights(Tiny.Description);
        using AdamTraining training = AdamTraining.Start(weights);
        using var module = new TinyModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.Adam(parameters, 1e-2, weight_decay: 1e-2), clip: 0.1);
        for (int i = 0; i < Steps; i++)
        {
            float[] images = Images(8, i);
            int[] labels = Labels(8, i);
            double expected = torch.Step(images, logits => TorchTraining.CrossEntropy(logits, labels, 0.1));
            Assert.Equal(expected, training.Step(images, labels, 1e-2f).Sum, 1e-5);
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void Soft_labels_and_a_frozen_layer_agree_with_TorchSharp()
    {
        StateDict weights = Weights(Tiny.Description);
        using AdamWTraining training = AdamWTraining.Start(weights);
        using var module = new TinyModule();
        module.Freeze("conv1");
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.AdamW(parameters, 1e-2, weight_decay: 0.05));
        for (int i = 0; i < Steps; i++)
        {
            float[] images = Images(8, i), teacher = Array.ConvertAll(RandomValues.Normal(300 + i, 80), value => (float)value);
            int[] labels = Labels(8, i);
            double expected = torch.Step(images, logits =>
                TorchTraining.CrossEntropy(logits, labels) * 0.5 + TorchTraining.SoftLabels(logits, teacher, 3) * 2);
            AdamWTraining.Loss found = training.Step(images, labels, teacher, 1e-2f);
            Assert.Equal(expected, found.Sum, 1e-4);
            Assert.Equal(found.Sum, 0.5f * found.CrossEntropy + 2 * found.SoftLabels, 1e-4f);
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [TorchFact]
    public void A_norm_that_is_applied_several_times_agrees_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(Recurrent.Description);
        using RecurrentTraining training = RecurrentTraining.Start(weights);
        using var module = new RecurrentModule();
        TorchTraining torch = TorchTraining.Start(
            module, weights, parameters => TorchSharp.torch.optim.SGD(parameters, Rate, momentum: 0.9));
        for (int i = 0; i < Steps; i++)
        {
            float[] images = Images(8, i);
            int[] labels = Labels(8, i);
            double expected = torch.Step(images, logits => TorchTraining.CrossEntropy(logits, labels));
            Assert.Equal(expected, training.Step(images, labels, Rate).Sum, 1e-5);
            torch.AssertClose(training.Weights(), 1e-4);
        }
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        StateDict weights = Weights(ResNet20.Description);
        StateDict? first = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 2, 5 })
            {
                using ResNet20Training training =
                    ResNet20Training.Start(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                for (int i = 0; i < 2; i++) training.Step(Images(8, i), Labels(8, i), Rate);
                StateDict found = training.Weights();
                first ??= found;
                foreach (WeightTensor tensor in first.Tensors)
                    Assert.True(tensor.Values.SequenceEqual(found[tensor.Name].Values), $"{tensor.Name} on {set} with {threads} threads");
            }
        }
    }

    [Fact]
    public void A_resumed_training_makes_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using AdamTraining whole = AdamTraining.Start(seed: 1);
            for (int i = 0; i < 3; i++) whole.Step(Images(8, i), Labels(8, i), 1e-2f);
            whole.SaveCheckpoint(path);
            using AdamTraining resumed = AdamTraining.Resume(path);
            Assert.Equal(3, resumed.StepCount);
            for (int i = 3; i < 6; i++)
                Assert.Equal(whole.Step(Images(8, i), Labels(8, i), 1e-2f), resumed.Step(Images(8, i), Labels(8, i), 1e-2f));
            foreach (WeightTensor tensor in whole.Weights().Tensors)
                Assert.True(tensor.Values.SequenceEqual(resumed.Weights()[tensor.Name].Values), tensor.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Checkpoints_of_others_are_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using AdamTraining training = AdamTraining.Start(seed: 1);
            training.Save(path);
            Assert.Contains("no checkpoint was found", Assert.Throws<WeightsException>(() => AdamTraining.Resume(path)).Message);
            training.SaveCheckpoint(path);
            Assert.Contains("a checkpoint of AdamTraining was found; one of NesterovTraining was expected",
                Assert.Throws<WeightsException>(() => NesterovTraining.Resume(path)).Message);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);
            Assert.Throws<WeightsException>(() => AdamTraining.Resume(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_loss_that_is_no_number_changes_nothing()
    {
        using ResNet20Training training = ResNet20Training.Start(seed: 1);
        training.Step(Images(8, 0), Labels(8, 0), Rate);
        StateDict before = training.Weights();
        float[] broken = Images(8, 1);
        broken[1234] = float.NaN;
        var exception = Assert.Throws<TrainingException>(() => training.Step(broken, Labels(8, 1), Rate));
        Assert.Contains("step 2: the loss is not a finite number (CrossEntropy is NaN)", exception.Message);
        Assert.Equal(1, training.StepCount);
        StateDict after = training.Weights();
        foreach (WeightTensor tensor in before.Tensors)
            Assert.True(tensor.Values.SequenceEqual(after[tensor.Name].Values), tensor.Name);
        Assert.True(float.IsFinite(training.Step(Images(8, 1), Labels(8, 1), Rate).Sum));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        using AdamTraining training = AdamTraining.Start();
        Assert.Contains("input: 5 values were given; 6144 were expected",
            Assert.Throws<ArgumentException>(() => training.Step(new float[5], Labels(8, 0), 0.1f)).Message);
        int[] labels = Labels(8, 0);
        labels[3] = 10;
        Assert.Contains("labels[3] is 10; a class from 0 to 9 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => training.Step(Images(8, 0), labels, 0.1f)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => training.Step(Images(8, 0), Labels(8, 0), float.NaN));
        Assert.Equal(0, training.StepCount);
    }

    [Fact]
    public void A_gradient_that_is_no_number_changes_nothing()
    {
        using SaturatingTraining training = SaturatingTraining.Start(seed: 1);
        float[] inputs = [.. Enumerable.Range(0, 4 * 3).Select(i => i - 5f)];
        training.Step(inputs, [0, 1, 0, 1], 0.1f);
        StateDict before = training.Weights();
        inputs[4] = float.NegativeInfinity;
        // The hyperbolic tangent is 1 there, so that the loss is as finite as ever.
        var exception = Assert.Throws<TrainingException>(() => training.Step(inputs, [0, 1, 0, 1], 0.1f));
        Assert.Contains("the loss is finite, but a gradient", exception.Message);
        Assert.Equal(1, training.StepCount);
        foreach (WeightTensor tensor in before.Tensors)
            Assert.True(tensor.Values.SequenceEqual(training.Weights()[tensor.Name].Values), tensor.Name);
    }

    [Fact]
    public void Several_losses_of_one_kind_are_told_apart()
    {
        using TwoHeadsTraining training = TwoHeadsTraining.Start(seed: 1);
        TwoHeadsTraining.Loss loss = training.Step(new float[4 * 3], [0, 1, 0, 1], [0, 1, 2, 0], new float[4 * 2], 0.1f);
        Assert.Equal(Math.Log(2), loss.CrossEntropyLoss, 1e-6);
        Assert.Equal(Math.Log(3), loss.CrossEntropyStep, 1e-6);
        Assert.Equal(8, training.LossResult.Length);
        Assert.Equal(12, training.StepResult.Length);
    }

    [Fact]
    public void A_disposed_training_says_so()
    {
        AdamTraining training = AdamTraining.Start();
        training.Step(Images(8, 0), Labels(8, 0), 0.1f);
        ReadOnlySpan<float> output = training.Output;
        training.Dispose();
        Assert.Throws<ObjectDisposedException>(() => training.Step(Images(8, 0), Labels(8, 0), 0.1f));
        Assert.Throws<ObjectDisposedException>(() => training.Step(new float[1], Labels(8, 0), 0.1f));
        Assert.Throws<ObjectDisposedException>(training.Weights);
        Assert.Throws<ObjectDisposedException>(() => training.Output.Length);
        // The span is still memory of the training, though nothing new comes to it.
        Assert.True(float.IsFinite(output[0]));
    }

    [Fact]
    public void Weights_bring_no_optimiser_with_them()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using AdamTraining training = AdamTraining.Start(seed: 1);
            for (int i = 0; i < 3; i++) training.Step(Images(8, i), Labels(8, i), 1e-2f);
            training.SaveCheckpoint(path);
            using AdamTraining fromCheckpoint = AdamTraining.Start(StateDict.Load(path));
            using AdamTraining fromWeights = AdamTraining.Start(training.Weights());
            Assert.Equal(fromWeights.Step(Images(8, 3), Labels(8, 3), 1e-2f), fromCheckpoint.Step(Images(8, 3), Labels(8, 3), 1e-2f));
            foreach (WeightTensor tensor in fromWeights.Weights().Tensors)
                Assert.True(tensor.Values.SequenceEqual(fromCheckpoint.Weights()[tensor.Name].Values), tensor.Name);

            byte[] file = File.ReadAllBytes(path);
            file[^5] ^= 1;
            File.WriteAllBytes(path, file);
            Assert.Contains("the values are not those that were saved",
                Assert.Throws<WeightsException>(() => AdamTraining.Resume(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using AdamTraining training = AdamTraining.Start();
        float[] images = Images(8, 0);
        int[] labels = Labels(8, 0);
        for (int i = 0; i < 3; i++) training.Step(images, labels, 1e-3f);
        Assert.Equal(0, Allocations.Least(() => training.Step(images, labels, 1e-3f)));
    }

    [Fact]
    public void A_batch_can_be_learnt_by_heart()
    {
        using ResNet20Training training = ResNet20Training.Start(seed: 2);
        float[] images = Images(8, 0);
        int[] labels = Labels(8, 0);
        float loss = float.PositiveInfinity;
        for (int i = 0; i < 60; i++) loss = training.Step(images, labels, Rate).Sum;
        Assert.InRange(loss, 0, 0.01f);
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> logits = training.Output.Slice(i * 10, 10);
            float greatest = float.NegativeInfinity;
            foreach (float logit in logits) greatest = Math.Max(greatest, logit);
            Assert.Equal(greatest, logits[labels[i]]);
        }
    }

    [Fact]
    public void The_network_loads_what_was_trained()
    {
        using AdamTraining training = AdamTraining.Start(seed: 2);
        for (int i = 0; i < 3; i++) training.Step(Images(8, i), Labels(8, i), 1e-2f);
        using Tiny network = Tiny.Load(training.Weights());
        float[] scores = new float[80];
        network.Run(Images(8, 5), scores);
        // Made before the weights of that step change.
        training.Step(Images(8, 5), Labels(8, 5), 0);
        for (int i = 0; i < scores.Length; i++) Assert.Equal(training.Output[i], scores[i], 1e-5f);
    }

    private static StateDict Weights(NetworkInfo network) => NetworkWeights.Initialize(network, seed: 3);

    internal static float[] Images(int samples, int step) =>
        Array.ConvertAll(RandomValues.Normal(100 + step, samples * 16 * 16 * 3), value => (float)value);

    internal static int[] Labels(int samples, int step)
    {
        var random = new Random(200 + step);
        return [.. Enumerable.Range(0, samples).Select(_ => random.Next(10))];
    }
}
