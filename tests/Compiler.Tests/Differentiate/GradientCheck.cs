using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Differentiate;

/// <summary>Gradients against central differences of the double-precision reference, of every element of every input and
/// parameter.</summary>
internal static class GradientCheck
{
    private const int Samples = 3;
    private const double Step = 1e-5;

    /// <summary>The losses are the projections of all outputs to random directions.</summary>
    /// <param name="ofPositive">Whether the inputs are numbers above a half.</param>
    public static void Run(Graph network, FrozenLayers? frozen = null, int seed = 0, bool ofPositive = false)
    {
        LossTerm[] losses =
        [
            .. network.Outputs.Select((output, i) => new LossTerm(
                "projection" + i, new Projection(),
                [new LossOperand(output.Name), new LossOperand("r" + i, network.Nodes[output.Node].Shape)], 1 + i)),
        ];
        var positive = network.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name,
            node => Array.ConvertAll(
                RandomValues.Normal(seed + 100 + node.Id, Samples * node.Shape.Elements), value => 0.5 + Math.Abs(value)));
        Run(network, losses, frozen, ofPositive ? positive : null, seed);
    }

    /// <param name="given">Inputs whose values must be of a kind, such as labels.</param>
    public static void Run(
        Graph network, IReadOnlyList<LossTerm> losses, FrozenLayers? frozen = null,
        IReadOnlyDictionary<string, double[]>? given = null, int seed = 0, IReadOnlyCollection<string>? lossInputs = null)
    {
        string[] wanted = [.. network.Inputs.Select(node => ((Input)node.Operation).Name), .. lossInputs ?? []];
        TrainingGraph training = Differentiation.Run(network, Samples, losses, frozen, wanted);
        GraphVerifier.Check(training.Graph);
        var parameters = training.Graph.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Array.ConvertAll(RandomValues.Parameter(parameter, seed), value => (double)value));
        var inputs = training.Graph.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name,
            node => given?.GetValueOrDefault(((Input)node.Operation).Name)
                ?? RandomValues.Normal(seed + 100 + node.Id, node.Shape.Elements));
        var found = ReferenceInterpreter.Run(training.Graph, parameters, inputs);

        foreach (string name in training.Trained) Compare(name, parameters[name], found["gradient." + name]);
        foreach (string name in wanted) Compare(name, inputs[name], found["gradient." + name]);

        void Compare(string name, double[] values, double[] gradient)
        {
            double[] expected = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                values[i] = value + Step;
                double above = Loss();
                values[i] = value - Step;
                expected[i] = (above - Loss()) / (2 * Step);
                values[i] = value;
            }
            GraphChecks.Close(expected, gradient, 1e-7);
            Assert.Contains(gradient, value => value != 0);
        }

        double Loss()
        {
            var results = ReferenceInterpreter.Run(training.Graph, parameters, inputs);
            return losses.Sum(loss => loss.Weight * results["loss." + loss.Name][0]);
        }
    }
}
