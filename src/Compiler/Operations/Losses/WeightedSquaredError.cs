namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>1/n · Σ w (x − t)²</c> over all n values of the batch: <see cref="MeanSquaredError"/> with a weight for each value. Inputs: the
/// predictions, the targets and the weights, of one shape.
/// </summary>
public sealed record WeightedSquaredError() : ElementwiseLoss(IsWeighted: true)
{
    public override IEnumerable<(string Name, object Value)> Properties => [];

    public override double Apply(double prediction, double target) => (prediction - target) * (prediction - target);

    public override double Derivative(double prediction, double target, int input) =>
        2 * (input == 0 ? prediction - target : target - prediction);
}
