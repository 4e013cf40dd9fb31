using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The cosine of an angle in radians: no number beyond <see cref="Sin.Most"/>.</summary>
public sealed record Cos : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Cos", (_, _, _) => new Cos());

    public override double Apply(double x) => Math.Abs(x) <= Sin.Most ? Math.Cos(x) : double.NaN;

    public override double Derivative(double x) => Math.Abs(x) <= Sin.Most ? -Math.Sin(x) : double.NaN;

    public override void Export(OnnxContext context) => context.Return(context.Add("Cos", context.Inputs));
}
