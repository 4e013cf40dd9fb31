using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;

namespace Fusion.Training.Tests.Comparison;

/// <summary>What a step begins with: seeded values that single precision has, too, so that it starts from the same.</summary>
/// <param name="Parameters">The state dict before the step.</param>
/// <param name="Values">The inputs of the training graph by name, whole batches, channels last.</param>
internal sealed record StepInput(
    int Samples, IReadOnlyDictionary<string, double[]> Parameters, IReadOnlyDictionary<string, double[]> Values)
{
    public static StepInput Random(NetworkPair pair, int samples, int seed = 0)
    {
        var parameters = pair.Graph.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Array.ConvertAll(RandomValues.Parameter(parameter, seed), value => (double)value));
        var values = pair.Graph.Inputs.ToDictionary(
            node => ((Input)node.Operation).Name, node => RandomValues.Normal(seed + 1, samples * node.Shape.Elements));
        var random = new Random(seed + 2);
        foreach (LossPair loss in pair.Losses)
        {
            foreach (LossOperand operand in loss.Term.Operands.Where(operand => operand.Given is not null))
            {
                double[] given = new double[samples * operand.Given!.Elements];
                for (int i = 0; i < given.Length; i++) given[i] = loss.Given(random);
                values.TryAdd(operand.Name, given);
            }
        }
        return new StepInput(samples, parameters, values);
    }
}
