namespace Fusion.Zoo.Tests;

/// <summary>Weights as a trained network has them: no statistic is 0 or 1, so that no folding can hide.</summary>
internal static class RandomWeights
{
    public static StateDict Make(NetworkInfo info, int seed)
    {
        StateDict initial = NetworkWeights.Initialize(info, seed);
        var random = new Random(seed);
        var weights = new StateDict();
        foreach (ParameterInfo parameter in info.Parameters)
        {
            float[] values = initial[parameter.Name].Values.ToArray();
            (double middle, double spread) = parameter.Kind switch
            {
                ParameterKind.Weight => (0, 0),
                ParameterKind.Bias or ParameterKind.RunningMean => (0, 0.1),
                ParameterKind.Slope => (0.25, 0.1),
                // Below 1, or the values of a deep network grow until rounding errors decide.
                ParameterKind.Scale => (0.6, 0.2),
                _ => (1, 0.3),
            };
            if (spread > 0)
                foreach (ref float value in values.AsSpan()) value = (float)(middle + spread * (2 * random.NextDouble() - 1));
            weights.Add(parameter.Name, parameter.Dimensions, values);
        }

        return weights;
    }

    /// <summary>Values from −1 to 1.</summary>
    public static float[] Input(long length, int seed)
    {
        var random = new Random(seed);
        var values = new float[length];
        foreach (ref float value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
        return values;
    }
}
