using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <see cref="BatchNorm"/> between the steps of a training: with the running statistics as they are then. (Those of a network that runs,
/// or of a frozen layer, do not change, so that its kernels multiply by what was made of them at load.)
/// </summary>
/// <param name="Norm">The layer, which owns the parameters.</param>
public sealed record RunningNormalize(BatchNorm Norm) : TrainingOperation
{
    public override IEnumerable<(string Name, object Value)> Properties => Norm.Properties;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Exactly(1, inputs)[0];

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => Norm.Parameters(inputs);

    public override void Evaluate(ReferenceContext context) => Norm.Evaluate(context);
}
