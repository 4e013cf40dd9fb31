using Fusion.Compiler.Graphs;
using Fusion.Compiler.Reference;

namespace Fusion.Samples;

/// <summary>How far the generated kernels are from the reference interpreter, which computes the declared graph in double
/// precision.</summary>
internal static class Check
{
    /// <summary>The largest error over all outputs, relative to the largest magnitude of the output.</summary>
    /// <param name="report">Told how much of the interpreter's work is done, from 0 to 1.</param>
    public static double LargestError(
        NetworkInfo info, int variant, StateDict weights, float[] input, float[][] outputs, Action<double> report)
    {
        Graph graph = GraphText.Parse(info.Variants[variant].Graph);
        var inputs = new Dictionary<string, double[]> { [graph.Inputs.Single().Name] = Array.ConvertAll(input, value => (double)value) };
        // It asks for a layer's parameters when it comes to the layer.
        int all = graph.Parameters.Count(), asked = 0;
        IReadOnlyDictionary<string, double[]> expected = ReferenceInterpreter.Run(
            graph,
            name =>
            {
                report((double)asked++ / all);
                return weights[name].Values.ToArray();
            },
            inputs);
        double worst = 0;
        for (int i = 0; i < outputs.Length; i++) worst = Math.Max(worst, Error(expected[graph.Outputs[i].Name], outputs[i]));
        return worst;
    }

    private static double Error(double[] expected, float[] found)
    {
        double largest = expected.Max(Math.Abs), error = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double difference = Math.Abs(found[i] - expected[i]);
            // A NaN has no place in any comparison.
            if (!(difference <= double.MaxValue)) return double.PositiveInfinity;
            error = Math.Max(error, difference);
        }

        return largest == 0 ? error : error / largest;
    }
}
