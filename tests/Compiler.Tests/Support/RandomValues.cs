namespace Fusion.Compiler.Tests.Support;

/// <summary>Seeded values: the same on every machine and in every run.</summary>
internal static class RandomValues
{
    public static double[] Normal(int seed, long count)
    {
        var random = new Random(seed);
        var values = new double[count];
        // Rounded to single precision, so that the engines that compute in it start from the same values.
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    /// <summary>Values as a trained network might have them: no variance near zero, sums of moderate size.</summary>
    public static float[] Parameter(Parameter parameter, int seed = 0)
    {
        int own = parameter.Name.Aggregate(seed + 17, (hash, c) => unchecked(hash * 31 + c));
        return Array.ConvertAll(Normal(own, parameter.Elements), value => (float)(parameter.Kind switch
        {
            Compiler.Graphs.ParameterKind.Weight => value / Math.Sqrt(Math.Max(parameter.FanIn, 1)),
            Compiler.Graphs.ParameterKind.Scale => 1 + 0.2 * value,
            Compiler.Graphs.ParameterKind.RunningVariance => 0.5 + value * value,
            _ => 0.3 * value,
        }));
    }

    /// <summary>A source of parameters for a whole graph.</summary>
    public static Func<string, float[]> Parameters(Graph graph, int seed = 0)
    {
        var values = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => Parameter(parameter, seed));
        return name => values[name];
    }
}
