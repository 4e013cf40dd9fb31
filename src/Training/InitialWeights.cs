using System.Runtime.InteropServices;

namespace Fusion.Training;

/// <summary>What a training begins with where no weights are given.</summary>
internal static class InitialWeights
{
    /// <summary>Gives the biases of some connectors normally distributed numbers, with the deviation 1 / √(3 · fan-in) of those that
    /// PyTorch's layers begin with.</summary>
    /// <param name="weights">Initial weights, which nobody else has yet; they are changed where they are.</param>
    /// <param name="info">Whose weights they are.</param>
    /// <param name="seed">What they were made of.</param>
    /// <param name="training">Says which connectors.</param>
    /// <returns>The same weights.</returns>
    public static StateDict WithBiases(StateDict weights, NetworkInfo info, int seed, TrainingInfo training)
    {
        ArgumentNullException.ThrowIfNull(training);
        foreach (string path in training.BiasedConnectors)
        {
            ReadOnlySpan<float> biases = weights[path + ".bias"].Values;
            int fanIn = info.Parameters.First(parameter => parameter.Name == path + ".weight").Dimensions[1];
            var random = new RandomNormal(RandomNormal.Seed((ulong)seed, path + ".bias"));
            foreach (ref float value in MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(biases), biases.Length))
                value = (float)(random.Next() / Math.Sqrt(3.0 * fanIn));
        }
        return weights;
    }
}
