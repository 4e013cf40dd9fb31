using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Architectures;

/// <summary>The first steps of a training with momentum beside TorchSharp: losses, gradients, weights and running statistics.</summary>
internal static class FunctionalComparison
{
    public const float Rate = 0.02f;
    private const double Momentum = 0.9, Tolerance = 1e-4;

    /// <param name="loss">Of the network in TorchSharp, at a step.</param>
    /// <param name="step">Makes a step with the rate <see cref="Rate"/> and gives the loss.</param>
    public static void Run(
        TrainingSession training, FunctionalNetwork network, Func<int, torch.Tensor> loss, Func<int, float> step, int steps = 3)
    {
        torch.set_num_threads(1);
        var velocities = new Dictionary<string, torch.Tensor>();
        for (int i = 0; i < steps; i++)
        {
            torch.Tensor expected = loss(i);
            expected.backward();
            double value = expected.item<double>();
            Assert.Equal(value, step(i), Tolerance * Math.Max(1, Math.Abs(value)));
            Update(network, velocities);
            StateDict found = Checkpoint(training);
            // The first gradients are what momentum has become; later ones differ by the weights' own errors.
            double tolerance = i == 0 ? Tolerance : 10 * Tolerance;
            double greatest = velocities.Values.Max(Greatest);
            foreach (var (name, velocity) in velocities)
            {
                // What is zero but for rounding is measured by the greatest of all.
                double own = Greatest(velocity);
                Close($"step {i}, momentum of {name}", velocity, found["optimizer.momentum." + name],
                    tolerance * (own > 1e-6 * greatest ? own : greatest));
            }
            foreach (var (name, tensor) in network.Tensors)
                Close($"step {i}, {name}", tensor, found[name], tolerance * Math.Max(Greatest(tensor), 1e-3));
        }
    }

    public static StateDict Checkpoint(TrainingSession training)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            training.SaveCheckpoint(path);
            return StateDict.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <param name="shape">As Fusion has it, samples first and channels last.</param>
    public static torch.Tensor Values(float[] values, params long[] shape) =>
        torch.tensor(Array.ConvertAll(values, value => (double)value), shape);

    /// <summary>Pictures (N, C, H, W) of values with the channels last.</summary>
    public static torch.Tensor Pictures(float[] values, params long[] shape) => Values(values, shape).permute(0, 3, 1, 2).contiguous();

    public static torch.Tensor Classes(int[] labels, params long[] shape) =>
        torch.tensor(Array.ConvertAll(labels, label => (long)label), shape);

    public static float[] Normal(int seed, int count) => Array.ConvertAll(RandomValues.Normal(seed, count), value => (float)value);

    public static int[] Labels(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    private static void Update(FunctionalNetwork network, Dictionary<string, torch.Tensor> velocities)
    {
        using IDisposable off = torch.no_grad();
        foreach (var (name, tensor) in network.Tensors)
        {
            if (!tensor.requires_grad) continue;
            torch.Tensor gradient = tensor.grad ?? throw new InvalidOperationException($"TorchSharp has no gradient of {name}.");
            velocities[name] = velocities.TryGetValue(name, out torch.Tensor? old) ? old * Momentum + gradient : gradient.clone();
            tensor.sub_(velocities[name] * Rate);
            gradient.zero_();
        }
    }

    private static double Greatest(torch.Tensor tensor) => TorchLayout.ToValues(tensor).Max(Math.Abs);

    private static void Close(string what, torch.Tensor expected, WeightTensor found, double allowed)
    {
        double[] values = TorchLayout.ToValues(expected);
        float[] own = found.Values.ToArray();
        Assert.Equal(values.Length, own.Length);
        for (int i = 0; i < own.Length; i++)
            Assert.True(Math.Abs(values[i] - own[i]) <= allowed, FormattableString.Invariant(
                $"{what}[{i}] is {own[i]:E5} instead of {values[i]:E5}; {allowed:E1} is allowed."));
    }
}
