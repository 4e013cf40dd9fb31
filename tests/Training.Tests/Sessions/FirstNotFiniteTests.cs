using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

/// <summary>A step that finds no finite loss or gradient says where the first value stands that is none.</summary>
public class FirstNotFiniteTests
{
    [Fact]
    public void An_input_is_named()
    {
        float[] images = SessionTests.Images(8, 0);
        images[5 * 16 * 16 * 3 + 7] = float.NaN;
        using ResNet20Training training = ResNet20Training.Start(seed: 1);
        Assert.EndsWith(" The first value that is not finite: NaN in the input 'input', sample 5.", Error(() =>
            training.Step(images, SessionTests.Labels(8, 0), 0.1f)));
    }

    [Fact]
    public void Weights_are_named()
    {
        using NesterovTraining training = NesterovTraining.Start(
            Scaled(Tiny.Description, ("conv2.0.weight", float.PositiveInfinity)), new NetworkOptions { AllowNonFinite = true });
        Assert.Matches(@" The first value that is not finite: -?Infinity in 'conv2\.0\.weight', before the step\.$", Error(() =>
            training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), 0.1f)));
    }

    [Fact]
    public void The_output_of_a_layer_is_named_the_same_on_every_machine()
    {
        StateDict weights = Scaled(Tiny.Description, ("conv1.weight", 1e25f), ("conv2.0.weight", 1e20f));
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using NesterovTraining training =
                    NesterovTraining.Start(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                string error = Error(() => training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), 0.1f));
                Assert.Matches(@" The first value that is not finite: -?(Infinity|NaN) in the output of 'conv2\.\d'\.$", error);
                Assert.Equal(0, training.StepCount);
            }
        }
    }

    [Fact]
    public void A_layer_in_the_middle_of_a_deep_network_is_named()
    {
        using ResNet20Training training = ResNet20Training.Start(
            Scaled(ResNet20.Description, ("layer2.0.bn1.weight", 1e30f), ("layer2.0.conv2.weight", 1e20f)));
        Assert.Matches(@" The first value that is not finite: -?(Infinity|NaN) in the output of 'layer2\.0\.conv2'\.$", Error(() =>
            training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), 0.1f)));
    }

    [Fact]
    public void The_statistics_of_a_batch_are_named()
    {
        using ResNet20Training training = ResNet20Training.Start(Scaled(ResNet20.Description, ("layer1.1.conv2.weight", 1e25f)));
        Assert.EndsWith(" The first value that is not finite: Infinity in the batch's statistics of 'layer1.1.bn2'.", Error(() =>
            training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), 0.1f)));
    }

    [Fact]
    public void The_gradient_of_weights_is_named()
    {
        using PlainTraining training = PlainTraining.Start(Scaled(Plain.Description, ("linear.weight", 1e-37f)));
        float[] inputs = [.. Enumerable.Repeat(3e38f, 12)];
        Assert.Matches(@" The first value that is not finite: -?Infinity in the gradient of 'linear\.weight'\.$", Error(() =>
            training.Step(inputs, new float[8], 0.1f)));
    }

    [Fact]
    public void The_loss_is_named_where_all_before_it_is_finite()
    {
        using PlainTraining training = PlainTraining.Start(Scaled(Plain.Description, ("linear.weight", 1e25f)));
        Assert.EndsWith(" The first value that is not finite: Infinity in the loss 'MeanSquaredError'.", Error(() =>
            training.Step([.. Enumerable.Repeat(1f, 12)], new float[8], 0.1f)));
    }

    [Fact]
    public void Of_finite_gradients_that_cannot_be_squared_the_largest_is_named()
    {
        using PlainTraining training = PlainTraining.Start(Scaled(Plain.Description, ("linear.weight", 1e-30f)));
        string error = Error(() => training.Step([.. Enumerable.Repeat(1e30f, 12)], new float[8], 0.1f));
        Assert.Contains("too large to be squared", error);
        Assert.DoesNotContain("The first value", error);
        Assert.Matches(@"A lower learning rate.* The largest value: -?\d\.\d+E\+\d\d in the gradient of 'linear\.weight'\.$", error);
    }

    private static string Error(Action step) => Assert.Throws<TrainingException>(step).Message;

    private static StateDict Scaled(NetworkInfo network, params (string Name, float Factor)[] factors)
    {
        var weights = new StateDict();
        foreach (WeightTensor tensor in NetworkWeights.Initialize(network, seed: 3).Tensors)
        {
            float factor = factors.FirstOrDefault(each => each.Name == tensor.Name) is { Name: not null } found ? found.Factor : 1;
            weights.Add(tensor.Name, tensor.Dimensions, Array.ConvertAll(tensor.Values.ToArray(), value => value * factor));
        }
        return weights;
    }
}
