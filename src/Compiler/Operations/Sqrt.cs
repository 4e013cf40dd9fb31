using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary><c>√x</c>: no number of less than 0.</summary>
/// <param name="FlatAtZero">Whether the gradient at 0 is 0, as that of a length, and not infinite.</param>
public sealed record Sqrt(bool FlatAtZero = false) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Sqrt", (arguments, _, _) =>
        new Sqrt(arguments.Bool("flatAtZero", false)));

    public override IEnumerable<(string Name, object Value)> Properties => FlatAtZero ? [("flatAtZero", true)] : [];

    public override double Apply(double x) => Math.Sqrt(x);

    public override double Derivative(double x) => DerivativeOfResult(Math.Sqrt(x));

    public override bool IsDerivedFromResult => true;

    public override double DerivativeOfResult(double y) => FlatAtZero && y == 0 ? 0 : 0.5 / y;

    public override void Export(OnnxContext context) => context.Return(context.Add("Sqrt", context.Inputs));
}
