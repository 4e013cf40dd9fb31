using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>dy · weight / sqrt(running_var + ε)</c>: the gradient of what a frozen norm reads, whose statistics do not change. Input: dy.
/// </summary>
/// <param name="Norm">The layer, which owns the parameters.</param>
public sealed record FixedNormGradient(BatchNorm Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm.Properties;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Exactly(1, inputs)[0];

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
        [.. Norm.Parameters(inputs).Where(parameter => parameter.Name == Norm.WeightName || parameter.Name == Norm.VarianceName)];

    public override void Evaluate(ReferenceContext context)
    {
        double[] weight = context.Parameter(Norm.WeightName), variance = context.Parameter(Norm.VarianceName);
        context.ForEachElement((dy, c) => dy * weight[c] / Math.Sqrt(variance[c] + Norm.Epsilon));
    }
}
