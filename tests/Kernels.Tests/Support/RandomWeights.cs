namespace Fusion.Kernels.Tests.Support;

/// <summary>Weights for tests: of a size that keeps values near 1, and no two alike.</summary>
internal static class RandomWeights
{
    public static StateDict Of(Graph graph, int seed)
    {
        var random = new Random(seed);
        var weights = new StateDict();
        foreach (Parameter parameter in graph.Parameters)
        {
            float[] values = new float[parameter.Elements];
            for (int i = 0; i < values.Length; i++)
            {
                float uniform = random.NextSingle() * 2 - 1;
                values[i] = parameter.Kind switch
                {
                    Compiler.Graphs.ParameterKind.RunningVariance => 1 + 0.5f * uniform,
                    Compiler.Graphs.ParameterKind.Scale => 1 + 0.3f * uniform,
                    Compiler.Graphs.ParameterKind.Weight => uniform * MathF.Sqrt(3f / Math.Max(1, parameter.FanIn)),
                    _ => uniform,
                };
            }
            weights.Add(parameter.Name, [.. parameter.Dimensions], values);
        }
        return weights;
    }
}
