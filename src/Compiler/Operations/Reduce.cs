using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// The mean, sum or maximum along some axes, which have the size 1 in the result: along the channels, or along some of the axes of
/// positions. Along all of them it is a <see cref="GlobalPool"/>, and along both one after the other.
/// </summary>
public sealed record Reduce(GlobalPoolMode Mode, Axes Axes) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Reduce", (arguments, _, _) =>
        new Reduce(arguments.Enum("mode", GlobalPoolMode.Average), AxesArgument.Read(arguments, Axes.Channels)));

    public override IEnumerable<(string Name, object Value)> Properties => [("mode", Mode.ToString()), ("axes", Axes.ToString())];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => Axes == Axes.Channels;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        if (Axes != Axes.Channels && (Axes == Axes.None || Axes != Of(input) || Axes.HasFlag(Axes.Channels)))
        {
            throw new ShapeException(
                $"Reduce: the axes are {Axes}, but either the channels or axes of positions that the input {input} has can be reduced. "
                    + "Reduce them one after the other.",
                "axes");
        }

        return Result(input, Axes);
    }

    /// <summary>Those of the axes that a shape has.</summary>
    private Axes Of(Shape input) => Axes & Existing(input);

    /// <summary>The axes that a shape has.</summary>
    public static Axes Existing(Shape shape) => Axes.Channels
        | (shape.Rank > 1 ? Axes.Width : Axes.None) | (shape.Rank > 2 ? Axes.Height : Axes.None)
        | (shape.Rank > 3 ? Axes.Frames : Axes.None);

    /// <summary>The shape with the size 1 along the axes.</summary>
    public static Shape Result(Shape shape, Axes axes)
    {
        Axes[] order = [Axes.Frames, Axes.Height, Axes.Width, Axes.Channels];
        return new(shape.Dimensions.Select((size, i) => axes.HasFlag(order[4 - shape.Rank + i]) ? 1 : size).ToEquatableArray());
    }

    /// <summary>Appends what reduces a value along any axes; where these are all positions, the result is (C).</summary>
    /// <param name="add">Appends an operation.</param>
    /// <param name="shape">The value's shape, which becomes the result's.</param>
    public static int Append(
        Func<Operation, int[], int> add, GlobalPoolMode mode, Axes axes, int value, ref Shape shape)
    {
        // Along a size of 1 there is nothing to do.
        Axes positions = axes & Axes.Positions & Broadcasting.SpreadAxes(Result(shape, Axes.All), shape);
        if (positions != Axes.None)
        {
            Shape reduced = Result(shape, positions);
            (value, shape) = reduced.Pixels == 1
                ? (add(new GlobalPool(mode), [value]), Shape.Of(shape.Channels))
                : (add(new Reduce(mode, positions), [value]), reduced);
        }

        if (!axes.HasFlag(Axes.Channels) || shape.Channels == 1) return value;
        shape = Result(shape, Axes.Channels);
        return add(new Reduce(mode, Axes.Channels), [value]);
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        double count = (double)input.Values.Length / output.Values.Length;
        for (int i = 0; i < output.Values.Length; i++) output.Values[i] = Mode == GlobalPoolMode.Max ? double.NegativeInfinity : 0;
        for (int t = 0; t < input.Frames; t++)
            for (int y = 0; y < input.Height; y++)
                for (int x = 0; x < input.Width; x++)
                    for (int c = 0; c < input.Channels; c++)
                    {
                        int to = output.Offset(Math.Min(t, output.Frames - 1), Math.Min(y, output.Height - 1),
                            Math.Min(x, output.Width - 1))
                            + Math.Min(c, output.Channels - 1);
                        double next = input.Values[input.Offset(t, y, x) + c];
                        output.Values[to] = Mode == GlobalPoolMode.Max ? Math.Max(output.Values[to], next) : output.Values[to] + next;
                    }
        if (Mode != GlobalPoolMode.Average) return;
        for (int i = 0; i < output.Values.Length; i++) output.Values[i] /= count;
    }

    public override void Gradient(GradientContext context)
    {
        Shape input = context.InputShapes[0];
        if (Mode == GlobalPoolMode.Max)
        {
            // All that are the greatest share the gradient, as in PyTorch's amax.
            int isGreatest = context.Add(new IsZero(), context.Add(new Subtract(), context.Inputs[0], context.Output));
            int share = context.Add(new Divide(), context.OutputGradient, context.Add(new Reduce(GlobalPoolMode.Sum, Axes), isGreatest));
            context.Give(0, context.Add(new Multiply(), isGreatest, share));
            return;
        }

        int gradient = context.OutputGradient;
        if (Mode == GlobalPoolMode.Average)
            gradient = context.Add(new Affine((double)Result(input, Axes).Elements / input.Elements), gradient);
        context.Give(0, context.Add(new Broadcast(input.Dimensions), gradient));
    }

    public override void Export(OnnxContext context)
    {
        var axes = new List<int>();
        int rank = context.InputShapes[0].Rank;
        if (Axes.HasFlag(Axes.Channels)) axes.Add(1);
        if (Axes.HasFlag(Axes.Width)) axes.Add(rank);
        if (Axes.HasFlag(Axes.Height)) axes.Add(rank - 1);
        if (Axes.HasFlag(Axes.Frames)) axes.Add(rank - 2);
        string name = Mode switch { GlobalPoolMode.Max => "ReduceMax", GlobalPoolMode.Sum => "ReduceSum", _ => "ReduceMean" };
        context.Return(context.Reduce(name, context.Inputs[0], [.. axes], keep: true));
    }
}
