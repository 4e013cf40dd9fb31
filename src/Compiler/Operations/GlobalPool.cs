using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>How <see cref="GlobalPool"/> reduces the positions.</summary>
public enum GlobalPoolMode
{
    Average,
    Max,
    Sum,
}

/// <summary>Reduces all positions to one: the result is (C).</summary>
public sealed record GlobalPool(GlobalPoolMode Mode) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("GlobalPool", (arguments, _, _) =>
        new GlobalPool(arguments.Enum("mode", GlobalPoolMode.Average)));

    public static OperationDefinition AverageDefinition { get; } = new("GlobalAveragePool", LowerAverage)
    {
        Bind = (_, _, _) => new GlobalPool(GlobalPoolMode.Average),
        MostInputs = 2,
    };

    public static OperationDefinition MaxDefinition { get; } =
        OperationDefinition.Single("GlobalMaxPool", (_, _, _) => new GlobalPool(GlobalPoolMode.Max));

    public static OperationDefinition SumDefinition { get; } =
        OperationDefinition.Single("GlobalSumPool", (_, _, _) => new GlobalPool(GlobalPoolMode.Sum));

    /// <summary>Over all positions alike or, where there is a second input, weighed by that.</summary>
    private static IReadOnlyList<int> LowerAverage(LoweringContext context)
    {
        IReadOnlyList<int> inputs = context.Inputs;
        IReadOnlyList<Shape> shapes = context.InputShapes;
        return inputs.Count == 2
            ? [MaskedMean.Append(
                "GlobalAveragePool", context.Add, Axes.Positions, (inputs[0], shapes[0]), (inputs[1], shapes[1]), keep: false)]
            : [context.Add(new GlobalPool(GlobalPoolMode.Average))];
    }

    public override IEnumerable<(string Name, object Value)> Properties => [("mode", Mode.ToString())];

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Of(ShapeRule.Single(Kind, inputs).Channels);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        for (int c = 0; c < input.Channels; c++)
        {
            double sum = 0, greatest = double.NegativeInfinity;
            for (int pixel = 0; pixel < input.Pixels; pixel++)
            {
                sum += input[pixel, c];
                greatest = Math.Max(greatest, input[pixel, c]);
            }

            output[0, c] = Mode switch
            {
                GlobalPoolMode.Average => sum / input.Pixels,
                GlobalPoolMode.Max => greatest,
                _ => sum,
            };
        }
    }

    public override void Gradient(GradientContext context)
    {
        Shape input = context.InputShapes[0];
        context.Give(0, Mode == GlobalPoolMode.Max
            ? context.Add(new GlobalMaxPoolGradient(), context.Inputs[0], context.OutputGradient)
            : context.Add(new Spread(input.Spatial, Mode == GlobalPoolMode.Average ? 1.0 / input.Pixels : 1), context.OutputGradient));
    }

    public override void Export(OnnxContext context)
    {
        EquatableArray<int> axes = [.. Enumerable.Range(2, context.InputShapes[0].SpatialRank)];
        context.Return(
            axes.Count == 0 ? context.Inputs[0]
            : Mode == GlobalPoolMode.Sum ? context.Reduce("ReduceSum", context.Inputs[0], axes, keep: false)
            : context.Squeeze(context.Add(Mode == GlobalPoolMode.Max ? "GlobalMaxPool" : "GlobalAveragePool", context.Inputs), axes));
    }
}
