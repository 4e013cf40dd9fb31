using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Weights that keep to something while they are trained.</summary>
public class ConstraintTests
{
    private const float Rate = 0.05f;

    [TorchFact]
    public void Projections_behind_SGD_agree_with_TorchSharp()
    {
        using ConstrainedSgdTraining training = ConstrainedSgdTraining.Start(Weights());
        Compare(training, (images, labels) => training.Step(images, labels, Rate).Sum,
            parameters => torch.optim.SGD(parameters, Rate, momentum: 0.9, weight_decay: 5e-4));
    }

    [TorchFact]
    public void Projections_behind_Adam_agree_with_TorchSharp()
    {
        using ConstrainedAdamTraining training = ConstrainedAdamTraining.Start(Weights());
        Compare(training, (images, labels) => training.Step(images, labels, 1e-2f).Sum, parameters => torch.optim.Adam(parameters, 1e-2));
    }

    [Fact]
    public void Weights_keep_to_what_is_declared()
    {
        using ConstrainedAdamTraining training = ConstrainedAdamTraining.Start(seed: 4);
        AssertKept(training.Weights());
        StateDict first = training.Weights();
        for (int i = 0; i < 50; i++) training.Step(SessionTests.Images(8, i), SessionTests.Labels(8, i), 1e-2f);
        StateDict last = training.Weights();
        AssertKept(last);
        foreach (WeightTensor tensor in first.Tensors)
            Assert.False(tensor.Values.SequenceEqual(last[tensor.Name].Values), $"{tensor.Name} has not moved");
    }

    [Fact]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits()
    {
        StateDict weights = Weights();
        StateDict? first = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 2, 5 })
            {
                using ConstrainedAdamTraining training =
                    ConstrainedAdamTraining.Start(weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                for (int i = 0; i < 3; i++) training.Step(SessionTests.Images(8, i), SessionTests.Labels(8, i), 1e-2f);
                StateDict found = training.Weights();
                AssertEqual(first ??= found, found);
            }
        }
    }

    [Fact]
    public void A_resumed_training_makes_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using ConstrainedSgdTraining whole = ConstrainedSgdTraining.Start(seed: 1);
            for (int i = 0; i < 3; i++) whole.Step(SessionTests.Images(8, i), SessionTests.Labels(8, i), Rate);
            whole.SaveCheckpoint(path);
            using ConstrainedSgdTraining resumed = ConstrainedSgdTraining.Resume(path);
            AssertEqual(whole.Weights(), resumed.Weights());
            for (int i = 3; i < 6; i++)
            {
                float[] images = SessionTests.Images(8, i);
                int[] labels = SessionTests.Labels(8, i);
                Assert.Equal(whole.Step(images, labels, Rate), resumed.Step(images, labels, Rate));
            }
            AssertEqual(whole.Weights(), resumed.Weights());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_loss_that_is_no_number_changes_nothing()
    {
        using ConstrainedSgdTraining training = ConstrainedSgdTraining.Start(seed: 1);
        training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), Rate);
        StateDict before = training.Weights();
        float[] broken = SessionTests.Images(8, 1);
        broken[77] = float.NaN;
        Assert.Throws<TrainingException>(() => training.Step(broken, SessionTests.Labels(8, 1), Rate));
        AssertEqual(before, training.Weights());
    }

    [Fact]
    public void Frozen_layers_are_left_alone()
    {
        StateDict weights = Weights();
        using ConstrainedFrozenTraining training = ConstrainedFrozenTraining.Start(weights);
        training.Step(SessionTests.Images(8, 0), SessionTests.Labels(8, 0), Rate);
        StateDict found = training.Weights();
        Assert.True(weights["rotate.weight"].Values.SequenceEqual(found["rotate.weight"].Values));
        AssertOrthogonal(found["grouped.weight"].Values, groups: 2, rows: 4, columns: 27);
    }

    [Fact]
    public void Dependent_rows_are_refused_at_the_beginning()
    {
        StateDict weights = Weights();
        var broken = new StateDict();
        foreach (WeightTensor tensor in weights.Tensors)
        {
            float[] values = tensor.Values.ToArray();
            if (tensor.Name == "rotate.weight") values.AsSpan(0, 6).CopyTo(values.AsSpan(12, 6));
            broken.Add(tensor.Name, tensor.Dimensions, values);
        }
        Assert.Contains("rotate.weight: its rows are to be orthogonal, but they are not independent",
            Assert.Throws<WeightsException>(() => ConstrainedSgdTraining.Start(broken)).Message);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using ConstrainedAdamTraining training = ConstrainedAdamTraining.Start();
        float[] images = SessionTests.Images(8, 0);
        int[] labels = SessionTests.Labels(8, 0);
        for (int i = 0; i < 3; i++) training.Step(images, labels, 1e-3f);
        Assert.Equal(0, Allocations.Least(() => training.Step(images, labels, 1e-3f)));
    }

    [Fact]
    public void The_network_that_runs_knows_nothing_of_it()
    {
        Assert.DoesNotContain("Projection", Constrained.FusionPlan);
        Assert.DoesNotContain("Projection", Constrained.Description.Variants[0].Graph);
        StateDict weights = Weights();
        using Constrained network = Constrained.Load(weights);
        float[] scores = new float[10];
        network.Run(SessionTests.Images(1, 0), scores);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    /// <summary>Weights that keep to nothing yet.</summary>
    private static StateDict Weights() => NetworkWeights.Initialize(Constrained.Description, seed: 3);

    private static void Compare(
        TrainingSession training, Func<float[], int[], float> step,
        Func<IEnumerable<TorchSharp.Modules.Parameter>, torch.optim.Optimizer> optimizer)
    {
        using var module = new ConstrainedModule();
        TorchTraining other = TorchTraining.Start(module, Weights(), optimizer);
        module.Project();
        other.AssertClose(training.Weights(), 1e-6);
        for (int i = 0; i < 5; i++)
        {
            float[] images = SessionTests.Images(8, i);
            int[] labels = SessionTests.Labels(8, i);
            double expected = other.Step(images, logits => TorchTraining.CrossEntropy(logits, labels));
            module.Project();
            Assert.Equal(expected, step(images, labels), 1e-5);
            other.AssertClose(training.Weights(), 1e-4);
        }
    }

    private static void AssertEqual(StateDict expected, StateDict found)
    {
        foreach (WeightTensor tensor in expected.Tensors)
            Assert.True(tensor.Values.SequenceEqual(found[tensor.Name].Values), tensor.Name);
    }

    private static void AssertKept(StateDict weights)
    {
        AssertSums(weights["conv1.weight"].Values, 27, _ => 1, 0.5);
        AssertSums(weights["smooth.weight"].Values, 9, _ => 1, 1);
        AssertSums(weights["smooth.weight"].Values, 9, k => k % 3 - 1, 0);
        AssertOrthogonal(weights["rotate.weight"].Values, groups: 1, rows: 6, columns: 6);
        AssertOrthogonal(weights["grouped.weight"].Values, groups: 2, rows: 4, columns: 27);
        AssertSums(weights["linear.weight"].Values, 8, _ => 1, 0);
    }

    private static void AssertSums(ReadOnlySpan<float> weights, int columns, Func<int, double> factor, double expected)
    {
        for (int row = 0; row < weights.Length / columns; row++)
        {
            double sum = 0;
            for (int k = 0; k < columns; k++) sum += factor(k) * weights[row * columns + k];
            Assert.Equal(expected, sum, 1e-6);
        }
    }

    private static void AssertOrthogonal(ReadOnlySpan<float> weights, int groups, int rows, int columns)
    {
        for (int i = 0; i < groups * rows; i++)
        {
            for (int j = i / rows * rows; j < (i / rows + 1) * rows; j++)
            {
                double product = 0;
                for (int k = 0; k < columns; k++) product += (double)weights[i * columns + k] * weights[j * columns + k];
                Assert.Equal(i == j ? 1 : 0, product, 1e-6);
            }
        }
    }
}
