namespace Fusion.Training.Tests.Sessions;

/// <summary>What students and teachers begin with, and see.</summary>
internal static class Lessons
{
    /// <summary>Pictures in a batch.</summary>
    public const int Samples = 8;

    public static float[] Images(int step) =>
        Array.ConvertAll(RandomValues.Normal(100 + step, Samples * 16 * 16 * 3), value => (float)value);

    public static int[] Labels(int step)
    {
        var random = new Random(200 + step);
        return [.. Enumerable.Range(0, Samples).Select(_ => random.Next(10))];
    }

    /// <summary>Weights with norms that have seen something, so that their running statistics are those of no batch; nothing that an
    /// optimiser keeps.</summary>
    public static StateDict Weights(NetworkInfo network)
    {
        var weights = new StateDict();
        int seed = 40;
        foreach (WeightTensor tensor in NetworkWeights.Initialize(network, seed: 3).Tensors)
        {
            if (tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal)) continue;
            double[] random = RandomValues.Normal(seed++, tensor.Values.Length);
            float[] values = tensor.Values.ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                if (tensor.Name.EndsWith("running_var", StringComparison.Ordinal)) values[i] = (float)(0.5 + random[i] * random[i]);
                else if (tensor.Dimensions.Count == 1) values[i] += (float)(0.2 * random[i]);
            }
            weights.Add(tensor.Name, tensor.Dimensions, values);
        }
        return weights;
    }
}
