using Fusion.Compiler.Onnx;

namespace Fusion.Import.Recognize;

/// <summary>The error function, which the language has as a part of GELU only: it must be recognised as one.</summary>
internal sealed record Erf : ElementwiseOperation
{
    public override double Apply(double x) => throw new NotSupportedException();

    public override double Derivative(double x) => throw new NotSupportedException();

    public override void Export(OnnxContext context) => context.Return(context.Add("Erf", [context.Inputs[0]]));
}
