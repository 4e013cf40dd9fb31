namespace Fusion;

/// <summary>Makes weights for networks.</summary>
public static class NetworkWeights
{
    /// <summary>Values that one sequence of random numbers fills, so that a large tensor can be filled by several threads.</summary>
    private const int Chunk = 1 << 16;

    /// <summary>
    /// Weights for try-outs: He initialisation (normally distributed weights of deviation sqrt(2 / fan-in)), biases and means 0, scales and
    /// variances 1, PReLU slopes 0.25. The same numbers on every machine for the same seed; a tensor's values depend on the seed, its name
    /// and its size alone.
    /// </summary>
    public static StateDict Initialize(NetworkInfo info, int seed)
    {
        ArgumentNullException.ThrowIfNull(info);
        var weights = new StateDict();
        foreach (ParameterInfo parameter in info.Parameters)
        {
            float[] values = new float[parameter.Elements];
            switch (parameter.Kind)
            {
                case ParameterKind.Weight:
                    FillNormal(values, RandomNormal.Seed((ulong)seed, parameter.Name), Math.Sqrt(2.0 / Math.Max(1, FanIn(parameter))));
                    break;
                case ParameterKind.Scale or ParameterKind.RunningVariance:
                    Array.Fill(values, 1);
                    break;
                case ParameterKind.Slope:
                    Array.Fill(values, 0.25f);
                    break;
            }
            weights.Add(parameter.Name, parameter.Dimensions, values);
        }
        return weights;
    }

    private static long FanIn(ParameterInfo parameter) =>
        parameter.FanIn > 0 ? parameter.FanIn : Shapes.Elements([.. parameter.Dimensions.Skip(1)]);

    private static void FillNormal(float[] values, ulong seed, double deviation) =>
        Parallel.For(0, (values.Length + Chunk - 1) / Chunk, chunk =>
        {
            var random = new RandomNormal(seed + (ulong)chunk);
            foreach (ref float value in values.AsSpan(chunk * Chunk, Math.Min(Chunk, values.Length - chunk * Chunk)))
                value = (float)(random.Next() * deviation);
        });
}
