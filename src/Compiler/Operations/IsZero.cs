using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>1 where x is 0, else 0: which values of several are the greatest, after that was taken off.</summary>
public sealed record IsZero : ElementwiseOperation
{
    public override double Apply(double x) => x == 0 ? 1 : 0;

    public override double Derivative(double x) => 0;

    public override void Export(OnnxContext context) => throw new NotSupportedException("Only gradients have it.");
}
