using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Trainings of a network with dropout. At a learning rate of 0 nothing but the masks changes from step to step.</summary>
public class DropoutTests
{
    private const int Batch = 8;

    private static readonly float[] Images = Array.ConvertAll(RandomValues.Normal(100, Batch * 16 * 16 * 3), value => (float)value);

    private static readonly int[] Labels = [.. Enumerable.Range(0, Batch).Select(i => i % 10)];

    private static readonly StateDict Weights = NetworkWeights.Initialize(Dropping.Description, seed: 3);

    [Fact]
    public void Every_step_has_another_loss()
    {
        using DroppingTraining training = DroppingTraining.Start(Weights);
        Assert.Equal(20, Losses(training, 20).Distinct().Count());
    }

    [Fact]
    public void The_seed_decides()
    {
        float[] first = WithSeed(1);
        Assert.Equal(first, WithSeed(1));
        Assert.Empty(first.Intersect(WithSeed(2)));
        Assert.Empty(first.Intersect(WithSeed(-1)));
        using DroppingTraining one = DroppingTraining.Start(seed: 1), other = DroppingTraining.Start(one.Weights(), seed: 1);
        Assert.Equal(Losses(one, 4), Losses(other, 4));

        static float[] WithSeed(int seed)
        {
            using DroppingTraining training = DroppingTraining.Start(Weights, seed: seed);
            return Losses(training, 4);
        }
    }

    /// <summary>Of the weights of one step, the mean over many masks is that without any, but for what is not linear.</summary>
    [Fact]
    public void The_mean_of_the_results_stays()
    {
        const int steps = 2000;
        using Dropping network = Dropping.Load(Weights);
        using DroppingTraining training = DroppingTraining.Start(Weights);
        float[] expected = new float[Batch * 10];
        network.Run(Images, expected);
        double[] sums = new double[expected.Length], squares = new double[expected.Length];
        for (int step = 0; step < steps; step++)
        {
            training.Step(Images, Labels, 0);
            for (int i = 0; i < sums.Length; i++)
            {
                double found = training.Output[i];
                sums[i] += found;
                squares[i] += found * found;
            }
        }
        double typical = Math.Sqrt(squares.Sum() / squares.Length / steps);
        Assert.InRange(expected.Select((value, i) => Math.Abs(value - sums[i] / steps)).Average(), 0, typical / 10);
    }

    [Fact]
    public void A_resumed_training_makes_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using DroppingTraining whole = DroppingTraining.Start(seed: -5);
            Losses(whole, 3, 0.05f);
            whole.SaveCheckpoint(path);
            using DroppingTraining resumed = DroppingTraining.Resume(path);
            Assert.Equal(Losses(whole, 3, 0.05f), Losses(resumed, 3, 0.05f));
            // The seed goes on to the next checkpoint.
            resumed.SaveCheckpoint(path);
            using DroppingTraining again = DroppingTraining.Resume(path);
            Assert.Equal(Losses(whole, 3, 0.05f), Losses(again, 3, 0.05f));
            foreach (WeightTensor tensor in whole.Weights().Tensors)
                Assert.True(tensor.Values.SequenceEqual(again.Weights()[tensor.Name].Values), tensor.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        float[]? first = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 2, 5 })
            {
                using DroppingTraining training =
                    DroppingTraining.Start(seed: 4, new NetworkOptions { InstructionSet = set, Threads = threads });
                float[] losses = Losses(training, 3, 0.05f);
                Assert.Equal(first ??= losses, losses);
            }
        }
    }

    [Fact]
    public void A_frozen_layer_drops_nothing()
    {
        using FrozenDropoutTraining training = FrozenDropoutTraining.Start(Weights);
        float first = training.Step(Images, Labels, 0).Sum;
        Assert.Equal(first, training.Step(Images, Labels, 0).Sum);
    }

    [Fact]
    public void A_network_that_runs_drops_nothing()
    {
        using Dropping network = Dropping.Load(Weights);
        using DroppingOnce other = DroppingOnce.Load(Weights);
        float[] image = Images[..(16 * 16 * 3)], found = new float[10], expected = new float[10];
        network.Run(image, found);
        other.Run(image, expected);
        Assert.Equal(expected, found);
        network.Run(image, found);
        Assert.Equal(expected, found);
    }

    private static float[] Losses(DroppingTraining training, int steps, float learningRate = 0) =>
        [.. Enumerable.Range(0, steps).Select(_ => training.Step(Images, Labels, learningRate).Sum)];
}
