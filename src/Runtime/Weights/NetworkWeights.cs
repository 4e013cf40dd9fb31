using Fusion.Runtime;

namespace Fusion;

/// <summary>Makes weights for networks.</summary>
public static unsafe class NetworkWeights
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
            fixed (float* first = values) Fill(parameter, first, seed);
            weights.Add(parameter.Name, parameter.Dimensions, values);
        }
        return weights;
    }

    /// <summary>The same outside of the garbage collector's heap, for a network that packs them and lets them go: arrays would be memory
    /// that its process keeps.</summary>
    internal static StateDict InitializeToPack(NetworkInfo info, int seed)
    {
        ArgumentNullException.ThrowIfNull(info);
        var memory = new WeightMemory();
        var weights = new StateDict { Owner = memory };
        foreach (ParameterInfo parameter in info.Parameters)
        {
            // What is zero takes none.
            float* values = (float*)memory.Keep(new NativeBuffer(parameter.Elements * sizeof(float))).Pointer;
            Fill(parameter, values, seed);
            weights.Add(new WeightTensor(
                parameter.Name, "F32", parameter.Dimensions, memory, values, checked((int)parameter.Elements)));
        }
        return weights;
    }

    /// <summary>Makes a parameter's values where there are zeros.</summary>
    private static void Fill(ParameterInfo parameter, float* values, int seed)
    {
        int count = checked((int)parameter.Elements);
        switch (parameter.Kind)
        {
            case ParameterKind.Weight:
                double deviation = Math.Sqrt(2.0 / Math.Max(1, FanIn(parameter)));
                FillNormal((nint)values, count, RandomNormal.Seed((ulong)seed, parameter.Name), deviation);
                break;
            case ParameterKind.Scale or ParameterKind.RunningVariance:
                new Span<float>(values, count).Fill(1);
                break;
            case ParameterKind.Slope:
                new Span<float>(values, count).Fill(0.25f);
                break;
        }
    }

    private static long FanIn(ParameterInfo parameter) =>
        parameter.FanIn > 0 ? parameter.FanIn : Shapes.Elements([.. parameter.Dimensions.Skip(1)]);

    private static void FillNormal(nint values, int count, ulong seed, double deviation) =>
        Parallel.For(0, (count + Chunk - 1) / Chunk, chunk =>
        {
            var random = new RandomNormal(seed + (ulong)chunk);
            foreach (ref float value in new Span<float>((float*)values + chunk * Chunk, Math.Min(Chunk, count - chunk * Chunk)))
                value = (float)(random.Next() * deviation);
        });
}
