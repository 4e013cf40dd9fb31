using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>A value that is a parameter: trained and loaded, but not computed. Parameter: <c>{Path}</c>, in the value's own
/// dimensions.</summary>
/// <param name="Initial">What it is before it is trained.</param>
public sealed record ParameterValue(string Path, EquatableArray<int> Dimensions, ParameterInitial Initial = ParameterInitial.Normal)
    : Operation
{
    /// <summary>Of so many inputs, weights of a layer would have a deviation of 0.02.</summary>
    private const int FanIn = 5000;

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Parameter", (arguments, _, path) =>
        new ParameterValue(arguments.Text("path", path), arguments.Ints("dimensions"),
            arguments.Enum("initial", ParameterInitial.Normal)));

    public override string Kind => "Parameter";

    public override IEnumerable<(string Name, object Value)> Properties =>
        Initial == ParameterInitial.Normal ? [("path", Path), ("dimensions", Dimensions)]
            : [("path", Path), ("dimensions", Dimensions), ("initial", Initial.ToString())];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count > 0)
        {
            throw new ShapeException(
                "Parameter: it is applied to a value, but it is a value itself. Declare it as a field of type Tensor, and use that in "
                    + "Forward, as in x + field.");
        }

        if (Dimensions.Count is 0 or > 4 || Dimensions.Any(size => size < 1))
        {
            throw new ShapeException(
                $"Parameter: the dimensions are ({string.Join(", ", Dimensions)}), but one to four were expected, channels last, each at "
                    + "least 1.",
                "dimensions");
        }

        return ShapeRule.Checked(Kind, new Shape(Dimensions));
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
    [
        Initial switch
        {
            ParameterInitial.Zeros => new Parameter(Path, Dimensions, ParameterKind.Bias),
            ParameterInitial.Ones => new Parameter(Path, Dimensions, ParameterKind.Scale),
            _ => new Parameter(Path, Dimensions, ParameterKind.Weight, FanIn),
        },
    ];

    public override void Evaluate(ReferenceContext context) => context.Parameter(Path).CopyTo(context.Output.Values, 0);

    public override int Train(TrainingContext context) => context.Add(new Replicate(context.Samples), context.Add(this));

    public override void Gradient(GradientContext context)
    {
        if (context.Trains(Path)) context.GiveParameter(Path, new Reshape(Dimensions), context.OutputGradient);
    }

    public override void Export(OnnxContext context)
    {
        string one = context.Parameter(Path, [1, .. Dimensions]);
        context.Return(context.ToChannelsFirst(context.ForEachSample(one, Dimensions), Dimensions.Count));
    }
}

/// <summary>What a parameter is before it is trained.</summary>
public enum ParameterInitial
{
    Normal,
    Zeros,
    Ones,
}
