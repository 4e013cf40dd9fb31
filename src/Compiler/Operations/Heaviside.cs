using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>1 where x is positive, 0 where it is negative, else a half: which share of a gradient the greater of two values gets.</summary>
public sealed record Heaviside : ElementwiseOperation
{
    public override double Apply(double x) => x > 0 ? 1 : x < 0 ? 0 : 0.5;

    public override double Derivative(double x) => 0;

    public override void Gradient(GradientContext context)
    {
    }

    public override void Export(OnnxContext context) => throw new NotSupportedException("Only gradients have it.");
}
