using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>x, kept between two numbers. NaN stays.</summary>
/// <param name="Min">The least result; null where there is no bound.</param>
/// <param name="Max">The greatest result; null where there is no bound.</param>
public sealed record Clamp(double? Min, double? Max) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Clamp", (arguments, _, _) => Bind(arguments)).KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        .. Min is { } min ? [("min", (object)min)] : Array.Empty<(string, object)>(),
        .. Max is { } max ? [("max", (object)max)] : Array.Empty<(string, object)>(),
    ];

    public override double Apply(double x) => Max is { } max && Raised(x) > max ? max : Raised(x);

    /// <summary>1 on the bounds, too, as in PyTorch.</summary>
    public override double Derivative(double x) => !(x < Min) && !(x > Max) ? 1 : 0;

    public override void Export(OnnxContext context) => context.Return(context.Add("Clip",
        [context.Inputs[0], Min is { } min ? context.Scalar(min) : "", .. Max is { } max ? [context.Scalar(max)] : Array.Empty<string>()]));

    private double Raised(double x) => x < Min ? Min.Value : x;

    private static Clamp Bind(OperationArguments arguments)
    {
        double? Bound(string name) => arguments.Has(name) ? arguments.Double(name, 0) : null;
        var clamp = new Clamp(Bound("min"), Bound("max"));
        if (clamp is { Min: null, Max: null })
            throw new ShapeException("Clamp: neither min nor max is given, so that it would do nothing. Give one of them, or both.");
        if (clamp.Min > clamp.Max)
        {
            throw new ShapeException(
                $"Clamp: min is {ArgumentText.Describe(clamp.Min.Value)}, which is more than max, "
                    + $"{ArgumentText.Describe(clamp.Max!.Value)}. Exchange them.",
                "min");
        }

        return clamp;
    }
}
