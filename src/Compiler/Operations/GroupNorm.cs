using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// <c>(x − mean) / sqrt(variance + ε) · weight + bias</c>, with the mean and the biased variance over all positions and the channels of a
/// group (arXiv 1803.08494). Of as many groups as channels it is instance normalisation (arXiv 1607.08022).
/// </summary>
public sealed record GroupNorm(string Path, int Groups, bool Affine = true, double Epsilon = 1e-5) : AffineNorm(Path, Affine, Epsilon)
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("GroupNorm", (arguments, _, path) =>
        Create(arguments, path, arguments.Int("groups"), affine: true)).KeepingShape().AsFunction(("affine", false));

    /// <summary>A group for each channel. Without weight and bias unless they are asked for, as in PyTorch.</summary>
    public static OperationDefinition InstanceDefinition { get; } = OperationDefinition.Single("InstanceNorm", (arguments, inputs, path) =>
        Create(arguments, path, ShapeRule.Spatial("InstanceNorm", inputs).Channels, affine: false)).KeepingShape();

    protected override bool HasBias => true;

    protected override IEnumerable<(string Name, object Value)> OwnProperties => [("groups", Groups)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = base.InferShape(inputs);
        ShapeRule.AtLeast(Kind, "groups", Groups, 1);
        return input.Channels % Groups == 0
            ? input
            : throw new ShapeException(
                $"GroupNorm: groups is {Groups}, but the input {input} has {input.Channels} channels, which must divide by the number of "
                    + "groups.", "groups");
    }

    protected override void Standardize(ReferenceContext context)
    {
        ReferenceTensor x = context.Inputs[0], output = context.Output;
        int each = x.Channels / Groups;
        double count = (double)each * x.Pixels;
        for (int group = 0; group < Groups; group++)
        {
            double mean = 0, squares = 0;
            ForEach((pixel, c) => mean += x[pixel, c] / count);
            ForEach((pixel, c) => squares += (x[pixel, c] - mean) * (x[pixel, c] - mean));
            double size = Math.Sqrt(squares / count + Epsilon);
            ForEach((pixel, c) => output[pixel, c] = (x[pixel, c] - mean) / size);

            void ForEach(Action<int, int> element)
            {
                for (int pixel = 0; pixel < x.Pixels; pixel++)
                    for (int c = group * each; c < (group + 1) * each; c++) element(pixel, c);
            }
        }
    }

    /// <summary>In training it is made of operations that have gradients, with the mean taken off before anything is squared.</summary>
    protected override int TrainStandard(TrainingContext context)
    {
        int channels = context.InputShapes[0].Channels, each = channels / Groups, x = context.Inputs[0];
        int distance = context.Each(new Subtract(), x, OfGroups(Mean(x)));
        int variance = Mean(context.Each(new Square(), distance));
        int scale = OfGroups(variance, of => context.Each(new Rsqrt(), context.Each(new Affine(1, Epsilon), of)));
        return context.Each(new Multiply(), distance, scale);

        int Mean(int value) => context.Each(new GlobalPool(GlobalPoolMode.Average), value);

        // The mean over the channels of each group, or what is made of it, for each channel.
        int OfGroups(int value, Func<int, int>? then = null)
        {
            then ??= of => of;
            if (each == 1) return then(value);
            int groups = context.Each(new Reshape([Groups, each]), value);
            int mean = then(context.Each(new Reduce(GlobalPoolMode.Average, Axes.Channels), groups));
            return context.Each(new Reshape([channels]), context.Each(new Broadcast([Groups, each]), mean));
        }
    }

    /// <summary>InstanceNormalization over the groups, which ONNX takes for channels.</summary>
    public override void Export(OnnxContext context)
    {
        Shape shape = context.Shape;
        EquatableArray<float> Filled(float value) => Enumerable.Repeat(value, Groups).ToEquatableArray();
        string apart = context.Add("Reshape", [context.Inputs[0], context.Longs([0, Groups, shape.Channels / Groups * shape.Pixels])]);
        string standard = context.Add("InstanceNormalization", [apart, context.Floats(Filled(1)), context.Floats(Filled(0))],
            ("epsilon", Epsilon));
        string result = context.Add("Reshape", [standard, context.Longs([0, shape.Channels, .. shape.Spatial])]);
        if (Affine)
        {
            EquatableArray<int> dimensions = [shape.Channels, .. Enumerable.Repeat(1, shape.SpatialRank)];
            result = context.Add("Mul", [result, context.Parameter(WeightName, dimensions)]);
            result = context.Add("Add", [result, context.Parameter(BiasName, dimensions)]);
        }

        context.Return(result);
    }

    private static GroupNorm Create(OperationArguments arguments, string path, int groups, bool affine)
    {
        affine = arguments.Bool("affine", affine);
        return new GroupNorm(affine ? arguments.Text("path", path) : "", groups, affine, arguments.Double("epsilon", 1e-5));
    }
}
