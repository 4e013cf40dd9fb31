using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>
/// x to the power of a number. Of less than 0 only whole powers are numbers. Powers that other operations are quicker at lower to
/// those, those of one value by another to <see cref="Power"/>, and those of a number to an exponential.
/// </summary>
public sealed record Pow(double Exponent) : ElementwiseOperation
{
    public static OperationDefinition Definition { get; } = new("Pow", Lower)
    {
        Bind = (arguments, _, _) => new Pow(ExponentOf(arguments)),
        KeepsShape = true,
    };

    public override IEnumerable<(string Name, object Value)> Properties => [("exponent", Exponent)];

    public override double Apply(double x) => Math.Pow(x, Exponent);

    public override double Derivative(double x) => Exponent == 0 ? 0 : Exponent * Math.Pow(x, Exponent - 1);

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Pow", [context.Inputs[0], context.Scalar(Exponent)]));

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        if (context.Inputs.Count == 2) return Power.Definition.Lower(context);
        if (context.Arguments.Has("x")) return [OfNumber(context, context.Arguments.Double("x", 1))];
        // The shape rule first: also x to the power of 1 takes one input.
        ShapeRule.Single("Pow", context.InputShapes);
        return ExponentOf(context.Arguments) switch
        {
            1 => [context.Inputs[0]],
            2 => [context.Add(new Square())],
            0.5 => [context.Add(new Sqrt())],
            -0.5 => [context.Add(new Rsqrt())],
            -1 => [context.Add(new Reciprocal())],
            double exponent => [context.Add(new Pow(exponent))],
        };
    }

    private static int OfNumber(LoweringContext context, double number) => number > 0
        ? context.Add(new Exp(), context.Add(new Affine(Math.Log(number)), context.Inputs[0]))
        : throw new ShapeException(
            FormattableString.Invariant($"Pow: the number is {number}, but only powers of numbers above 0 are numbers whatever the ")
                + "exponent is. Use a positive one.",
            "x");

    private static double ExponentOf(OperationArguments arguments) => arguments.Has("exponent")
        ? arguments.Double("exponent", 0)
        : throw new ShapeException("Pow: the argument exponent is missing.", "exponent");
}
