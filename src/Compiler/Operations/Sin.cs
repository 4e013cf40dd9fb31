using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>The sine of an angle in radians: no number beyond <see cref="Most"/>.</summary>
public sealed record Sin : ElementwiseOperation
{
    /// <summary>The greatest magnitude of an angle, 2^48: floats there lie millions of turns apart.</summary>
    public const double Most = 281474976710656;

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Sin", (_, _, _) => new Sin());

    public override double Apply(double x) => Math.Abs(x) <= Most ? Math.Sin(x) : double.NaN;

    public override double Derivative(double x) => Math.Abs(x) <= Most ? Math.Cos(x) : double.NaN;

    public override void Export(OnnxContext context) => context.Return(context.Add("Sin", context.Inputs));
}
