using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>An operation on each element alone, such as most activations.</summary>
public abstract record ElementwiseOperation : Operation
{
    /// <summary>The function, in double precision. NaN gives NaN, as in PyTorch.</summary>
    public abstract double Apply(double x);

    /// <summary>Its derivative; where there is a kink, the side that PyTorch takes.</summary>
    public abstract double Derivative(double x);

    /// <summary>Whether the derivative follows from the result, so that a gradient needs no x.</summary>
    public virtual bool IsDerivedFromResult => false;

    /// <summary>The derivative where the result is y.</summary>
    public virtual double DerivativeOfResult(double y) => throw new NotSupportedException($"{Kind}'s derivative does not follow from y.");

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override void Evaluate(ReferenceContext context) => context.ForEachElement((x, _) => Apply(x));

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new ElementwiseGradient(this), context.Inputs[0], context.OutputGradient));
}
