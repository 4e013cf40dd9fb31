using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// A transposed convolution over one, two or three spatial dimensions: what the gradient of a convolution's input is, with a bias.
/// Parameters: <c>{Path}.weight</c> [inputs, outputs / groups, kernel…] and <c>{Path}.bias</c> [outputs].
/// </summary>
/// <param name="OutputPadding">Positions at the end of each dimension beyond those that the last window begins with.</param>
/// <param name="Bias">Null until <see cref="ResolveBias"/> has run: a bias exactly where no BatchNorm follows.</param>
public sealed record ConvTranspose(
    string Path,
    int Outputs,
    EquatableArray<int> Kernel,
    EquatableArray<int> Stride,
    EquatableArray<int> Dilation,
    EquatableArray<int> Padding,
    EquatableArray<int> OutputPadding,
    int Groups = 1,
    bool? Bias = null) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("ConvTranspose", (arguments, inputs, path) =>
    {
        int rank = ShapeRule.Spatial("ConvTranspose", inputs).SpatialRank;
        EquatableArray<int> kernel = arguments.Spatial("kernel", rank, null), dilation = arguments.Spatial("dilation", rank, 1);
        EquatableArray<int> stride = arguments.Spatial("stride", rank, 1), more = arguments.Spatial("outputPadding", rank, 0);
        var padding = new Padded(Window.HalfPadding(kernel, dilation), null);
        if (arguments.IsText("padding"))
        {
            if (arguments.Enum("padding", AutoPadding.Same) == AutoPadding.Causal)
                throw new ShapeException("ConvTranspose: the padding is Causal, but only Conv and DepthwiseConv know that.", "padding");
            if (more.Any(size => size != 0))
                throw new ShapeException("ConvTranspose: outputPadding is given, but with the padding Same the stride alone says how large "
                    + "the result is. Leave it out.", "outputPadding");
            Padded.RefuseEnd(arguments);
            (padding, more) = Padded.Transposed(kernel, stride, dilation);
        }
        else padding = Padded.Read(arguments, inputs[0], kernel, stride, dilation, padding.Before);
        return new ConvTranspose(arguments.Text("path", path), arguments.Int("outputs"), kernel, stride, dilation, padding.Before, more,
            arguments.Int("groups", 1), arguments.Bool("bias", null))
        {
            PaddingEnd = padding.End,
        };
    }).WhoseShapeIgnores("groups", "bias");

    /// <summary>Positions taken from the end; null where they are as many as from the beginning, which <see cref="Padding"/>
    /// counts.</summary>
    public EquatableArray<int>? PaddingEnd { get; init; }

    public int Taps => Kernel.Aggregate(1, (product, size) => checked(product * size));

    public string WeightName => ParameterPath.Join(Path, "weight");

    public string BiasName => ParameterPath.Join(Path, "bias");

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("path", Path);
            yield return ("outputs", Outputs);
            yield return ("kernel", Window.Compact(Kernel, 1));
            if (!Stride.IsAll(1)) yield return ("stride", Window.Compact(Stride, 1));
            if (!Dilation.IsAll(1)) yield return ("dilation", Window.Compact(Dilation, 1));
            if (!Padding.IsAll(0) || PaddingEnd is not null || Padding != Window.HalfPadding(Kernel, Dilation))
                yield return ("padding", Window.Compact(Padding, 0));
            if (PaddingEnd is { } end) yield return ("paddingEnd", Window.Compact(end, 0));
            if (!OutputPadding.IsAll(0)) yield return ("outputPadding", Window.Compact(OutputPadding, 0));
            if (Groups != 1) yield return ("groups", Groups);
            if (Bias is { } bias) yield return ("bias", bias);
        }
    }

    /// <summary>The convolution whose input's gradient this computes: it owns the same weights, and makes this one's input.</summary>
    /// <param name="inputs">This one's input channels.</param>
    public Conv Layer(int inputs) => new(Path, inputs, Kernel, Stride, Dilation, Padding, Groups, Bias: false)
    {
        PaddingEnd = PaddingEnd,
    };

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.AtLeast(Kind, "outputs", Outputs, 1);
        ShapeRule.AtLeast(Kind, "groups", Groups, 1);
        if (input.Channels % Groups != 0 || Outputs % Groups != 0)
        {
            string found = Outputs % Groups != 0 ? $"the layer has {Outputs} outputs" : $"the input has {input.Channels} channels";
            throw new ShapeException(
                $"ConvTranspose: groups is {Groups}, but {found}; both must divide by the number of groups.", "groups");
        }

        foreach (var (name, values, least) in new[]
        {
            ("kernel", Kernel, 1), ("stride", Stride, 1), ("dilation", Dilation, 1), ("padding", Padding, 0),
            ("paddingEnd", PaddingEnd ?? Padding, 0), ("outputPadding", OutputPadding, 0),
        })
        {
            ShapeRule.SameRank(Kind, name, values, input);
            ShapeRule.AtLeast(Kind, name, values, least);
        }

        SizeRule.Step(Kind, "stride", Stride);
        SizeRule.Step(Kind, "dilation", Dilation);
        int[] spatial = new int[input.SpatialRank];
        for (int d = 0; d < spatial.Length; d++) spatial[d] = SizeOf(input, d);
        Shape output = ShapeRule.Checked(Kind, input.WithSpatial(spatial).WithChannels(Outputs));
        SizeRule.Padded(Kind, output, Padding, "padding");
        SizeRule.Padded(Kind, input, [.. Kernel.Select((size, d) => Math.Max(0, (size - 1) * Dilation[d] / Stride[d]))], "kernel");
        SizeRule.Weights(Kind, Outputs, input.Channels / Groups, Limits.Product(Kernel), Groups);
        return output;
    }

    /// <summary>Positions along one dimension.</summary>
    private int SizeOf(Shape input, int d)
    {
        if (OutputPadding[d] >= Math.Max(Stride[d], Dilation[d]))
        {
            throw new ShapeException(
                $"ConvTranspose: outputPadding is {OutputPadding[d]}, but it must be smaller than the stride of {Stride[d]} or the "
                    + $"dilation of {Dilation[d]}. Use a smaller one.",
                "outputPadding");
        }

        long reach = (Kernel[d] - 1L) * Dilation[d] + 1;
        long size = (input.Dimensions[d] - 1L) * Stride[d] + reach + OutputPadding[d] - Padding[d] - (PaddingEnd ?? Padding)[d];
        if (size >= 1) return checked((int)Math.Min(size, int.MaxValue));
        string dimension = ShapeRule.DimensionName(d, input.SpatialRank);
        throw new ShapeException(
            $"ConvTranspose: the {dimension} of {input.Dimensions[d]} becomes {size}, because the padding of {Padding[d]} takes more from "
                + "both ends than there is. Use less padding.",
            "padding");
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => inputs[0].Elements * (Outputs / Groups) * Taps;

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        int perGroup = Outputs / Groups;
        var weight = new Parameter(WeightName, [inputs[0].Channels, perGroup, .. Kernel], ParameterKind.Weight, perGroup * Taps);
        return Bias == false ? [weight] : [weight, new Parameter(BiasName, [Outputs], ParameterKind.Bias)];
    }

    public override void Evaluate(ReferenceContext context)
    {
        new ConvInputGradient(Layer(context.Inputs[0].Channels), context.Output.Shape).Evaluate(context);
        if (Bias != false) AddBias(context.Output, context.Parameter(BiasName));
    }

    internal static void AddBias(ReferenceTensor output, double[] bias)
    {
        for (int i = 0; i < output.Values.Length; i++) output.Values[i] += bias[i % bias.Length];
    }

    public override void Gradient(GradientContext context)
    {
        int dy = context.OutputGradient, x = context.Inputs[0];
        Conv layer = Layer(context.InputShapes[0].Channels);
        // Where outputPadding is larger than the stride, the layer would make positions that the input does not have.
        EquatableArray<int> none = [.. OutputPadding.Select(_ => 0)];
        EquatableArray<int> beyond = [.. OutputPadding.Select((size, d) => size / Stride[d])];
        int Fitted(int value, int sign) =>
            beyond.IsAll(0) ? value : context.Add(new Pad(none, [.. beyond.Select(size => sign * size)]), value);
        if (context.Needs(0)) context.Give(0, Fitted(context.Add(layer, dy), -1));
        if (context.Trains(WeightName)) context.GiveParameter(WeightName, new ConvWeightGradient(layer), dy, Fitted(x, 1));
        if (Bias != false && context.Trains(BiasName)) context.GiveParameter(BiasName, new GlobalPool(GlobalPoolMode.Sum), dy);
    }

    public override void Export(OnnxContext context)
    {
        List<string> inputs = [context.Inputs[0], context.Parameter(WeightName)];
        if (Bias != false) inputs.Add(context.Parameter(BiasName));
        context.Return(context.Add(
            "ConvTranspose", inputs,
            ("kernel_shape", Kernel), ("strides", Stride), ("dilations", Dilation),
            ("pads", new EquatableArray<int>([.. Padding, .. PaddingEnd ?? Padding])), ("output_padding", OutputPadding),
            ("group", Groups)));
    }
}
