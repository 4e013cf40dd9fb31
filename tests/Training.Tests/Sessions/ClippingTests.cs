using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

[Training(typeof(Narrowing), Batch = 8)]
[CrossEntropy, Sgd(ClipNorm = 0.01)]
public sealed partial class ClippedTraining;

[Training(typeof(Narrowing), Batch = 8)]
[CrossEntropy, Sgd]
public sealed partial class UnclippedTraining;

[Training(typeof(Varied), Batch = 8)]
[CrossEntropy, Sgd(ClipNorm = 0.01)]
public sealed partial class ClippedVariedTraining;

[Training(typeof(Varied), Batch = 8)]
[CrossEntropy, Sgd]
public sealed partial class UnclippedVariedTraining;

/// <summary>The norm of all gradients, whoever sums their squares.</summary>
public class ClippingTests
{
    private const float Rate = 1;

    [Fact]
    public void Clipped_gradients_have_the_norm_that_was_asked_for()
    {
        (float[] images, int[] labels) = Batch();
        StateDict weights = NetworkWeights.Initialize(Narrowing.Description, seed: 3);
        using ClippedTraining clipped = ClippedTraining.Start(weights);
        using UnclippedTraining unclipped = UnclippedTraining.Start(weights);
        clipped.Step(images, labels, Rate);
        unclipped.Step(images, labels, Rate);
        HasNorm(weights, clipped.Weights(), unclipped.Weights());

        StateDict others = NetworkWeights.Initialize(Varied.Description, seed: 3);
        using ClippedVariedTraining clippedVaried = ClippedVariedTraining.Start(others);
        using UnclippedVariedTraining unclippedVaried = UnclippedVariedTraining.Start(others);
        clippedVaried.Step(images, labels, Rate);
        unclippedVaried.Step(images, labels, Rate);
        HasNorm(others, clippedVaried.Weights(), unclippedVaried.Weights());
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        StateDict weights = NetworkWeights.Initialize(Narrowing.Description, seed: 4);
        StateDict others = NetworkWeights.Initialize(Varied.Description, seed: 4);
        (float[] images, int[] labels) = Batch();
        StateDict? first = null, firstOther = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 2, 5 })
            {
                var options = new NetworkOptions { InstructionSet = set, Threads = threads };
                using ClippedTraining training = ClippedTraining.Start(weights, options);
                using ClippedVariedTraining varied = ClippedVariedTraining.Start(others, options);
                for (int i = 0; i < 3; i++)
                {
                    training.Step(images, labels, Rate);
                    varied.Step(images, labels, Rate);
                }
                AreSame(first ??= training.Weights(), training.Weights(), $"on {set} with {threads} threads");
                AreSame(firstOther ??= varied.Weights(), varied.Weights(), $"on {set} with {threads} threads");
            }
        }
    }

    private static void HasNorm(StateDict before, StateDict clipped, StateDict unclipped)
    {
        double[] small = Change(before, clipped), large = Change(before, unclipped);
        Assert.Equal(0.01, Norm(small), 1e-5);
        Assert.True(Norm(large) > 0.1, $"The gradient was no longer than {Norm(large)}.");
        double factor = Norm(large) / Norm(small);
        Assert.All(small.Zip(large), pair => Assert.Equal(pair.Second, factor * pair.First, 1e-4 * Norm(large)));
    }

    private static void AreSame(StateDict expected, StateDict found, string where)
    {
        foreach (WeightTensor tensor in expected.Tensors)
            Assert.True(tensor.Values.SequenceEqual(found[tensor.Name].Values), $"{tensor.Name} {where}");
    }

    private static double[] Change(StateDict before, StateDict after) =>
        [.. before.Tensors.SelectMany(tensor => tensor.Values.ToArray().Zip(after[tensor.Name].Values.ToArray(),
            (old, changed) => (double)changed - old))];

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private static (float[] Images, int[] Labels) Batch()
    {
        var random = new Random(5);
        float[] images = [.. Enumerable.Range(0, 8 * 6 * 6 * 3).Select(_ => 2 * random.NextSingle() - 1)];
        return (images, [.. Enumerable.Range(0, 8).Select(_ => random.Next(10))]);
    }
}
