using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;

namespace Fusion.Training.Tests.Comparison;

/// <summary>A step by the reference interpreter, in double precision, on the graph that Differentiate makes.</summary>
internal static class ReferenceStep
{
    /// <summary>The share of a batch in the running statistics, as in PyTorch.</summary>
    private const double Momentum = 0.1;

    public static StepResult Run(NetworkPair pair, StepInput input, FrozenLayers? frozen = null)
    {
        TrainingGraph training = Differentiation.Run(pair.Graph, input.Samples, pair.Terms, frozen);
        GraphVerifier.Check(training.Graph);
        var found = ReferenceInterpreter.Run(training.Graph, input.Parameters, input.Values);
        return new StepResult(
            pair.Graph.Outputs.ToDictionary(output => output.Name, output => found[output.Name]),
            pair.Terms.ToDictionary(term => term.Name, term => found["loss." + term.Name]),
            training.Trained.ToDictionary(name => name, name => found["gradient." + name]),
            Statistics(training, input.Parameters, found));
    }

    /// <summary>
    /// <c>(1 − m) · running + m · batch</c>, the batch's variance without bias, n / (n − 1) times the mean square (arXiv 1502.03167,
    /// algorithm 2). Those of frozen norms stay.
    /// </summary>
    private static Dictionary<string, double[]> Statistics(
        TrainingGraph training, IReadOnlyDictionary<string, double[]> parameters, IReadOnlyDictionary<string, double[]> found)
    {
        var running = parameters.Where(pair => pair.Key.EndsWith(".running_mean") || pair.Key.EndsWith(".running_var"))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (string path in training.Norms)
        {
            string name = "statistics." + path;
            Node statistics = training.Graph.Nodes[training.Graph.Outputs.First(output => output.Name == name).Node];
            double n = training.Graph.InputShapes(statistics)[0].Pixels;
            int channels = statistics.Shape.Channels;
            Move(path + ".running_mean", found[name][..channels], 1);
            Move(path + ".running_var", found[name][channels..], n / (n - 1));
        }
        return running;

        void Move(string name, double[] batch, double factor) =>
            running[name] = [.. running[name].Zip(batch, (old, own) => (1 - Momentum) * old + Momentum * factor * own)];
    }
}
