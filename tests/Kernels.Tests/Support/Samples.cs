namespace Fusion.Kernels.Tests.Support;

/// <summary>Batches, and the samples in them.</summary>
internal static class Samples
{
    /// <summary>Random values from −1 to 1 for every input.</summary>
    public static float[][] Inputs(Graph graph, int batch, int seed)
    {
        var random = new Random(seed);
        return [.. graph.Inputs.Select(input =>
            Enumerable.Range(0, batch * (int)input.Shape.Elements).Select(_ => 2 * random.NextSingle() - 1).ToArray())];
    }

    /// <summary>One sample's part of the values of a batch.</summary>
    public static float[] One(float[] values, int sample, int batch) =>
        values[(sample * values.Length / batch)..((sample + 1) * values.Length / batch)];

    /// <summary>Runs a batch, and its samples one by one: all results must be the same.</summary>
    public static void CompareWithBatch(CompiledNetwork compiled, Network network, float[][] inputs, int batch)
    {
        float[][] together = compiled.Run(network, inputs, batch);
        for (int i = 0; i < batch; i++)
        {
            float[][] alone = compiled.Run(network, [.. inputs.Select(values => One(values, i, batch))]);
            for (int output = 0; output < alone.Length; output++)
                Assert.True(alone[output].AsSpan().SequenceEqual(One(together[output], i, batch)),
                    $"{compiled.Graph.Name}, sample {i} of {batch}, output {output}");
        }
    }
}
