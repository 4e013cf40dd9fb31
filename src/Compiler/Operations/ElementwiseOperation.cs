using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>An operation on each element alone, such as most activations.</summary>
public abstract record ElementwiseOperation : Operation
{
    /// <summary>The function, in double precision. NaN gives NaN, as in PyTorch.</summary>
    public abstract double Apply(double x);

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override void Evaluate(ReferenceContext context) => context.ForEachElement((x, _) => Apply(x));
}
