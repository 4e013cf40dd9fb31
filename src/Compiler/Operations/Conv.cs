using System.Numerics;
using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// A convolution over one, two or three spatial dimensions; on (C) only with kernel 1, the arrays then being empty.
/// Parameters: <c>{Path}.weight</c> [outputs, inputs / groups, kernel…] and <c>{Path}.bias</c> [outputs].
/// </summary>
/// <param name="Bias">Null until <see cref="ResolveBias"/> has run: a bias exactly where no BatchNorm follows.</param>
/// <param name="Arithmetic">Direct forbids Winograd's form whatever the network allows.</param>
public sealed record Conv(
    string Path,
    int Outputs,
    EquatableArray<int> Kernel,
    EquatableArray<int> Stride,
    EquatableArray<int> Dilation,
    EquatableArray<int> Padding,
    int Groups = 1,
    bool? Bias = null,
    Arithmetic Arithmetic = Arithmetic.Fast) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Conv", (arguments, inputs, path) =>
        Bind(arguments, ShapeRule.Single("Conv", inputs), path, arguments.Int("outputs"), arguments.Int("groups", 1)))
        .WhoseShapeIgnores("groups", "bias", "arithmetic");

    /// <summary>Zeros behind the last position; null where they are as many as before the first, which <see cref="Padding"/>
    /// counts.</summary>
    public EquatableArray<int>? PaddingEnd { get; init; }

    /// <summary>Parameters per output channel and kernel position.</summary>
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
            if (Groups != 1) yield return ("groups", Groups);
            if (Bias is { } bias) yield return ("bias", bias);
            if (Arithmetic != Arithmetic.Fast) yield return ("arithmetic", Arithmetic.ToString());
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        ShapeRule.AtLeast(Kind, "outputs", Outputs, 1);
        ShapeRule.AtLeast(Kind, "groups", Groups, 1);
        if (input.Channels % Groups != 0 || Outputs % Groups != 0)
        {
            string found = Outputs % Groups != 0 ? $"the layer has {Outputs} outputs" : $"the input has {input.Channels} channels";
            throw new ShapeException($"Conv: groups is {Groups}, but {found}; both must divide by the number of groups.", "groups");
        }

        SizeRule.Step(Kind, "stride", Stride);
        SizeRule.Step(Kind, "dilation", Dilation);
        Shape output = ShapeRule.Checked(Kind, Window.Slide(Kind, input, Kernel, Stride, Dilation, Padding, paddingEnd: PaddingEnd)
            .WithChannels(Outputs));
        SizeRule.Padded(Kind, input, PaddingEnd is { } end ? [.. Padding.Zip(end, Math.Max)] : Padding,
            !Dilation.IsAll(1) ? "dilation" : Padding != Window.HalfPadding(Kernel, Dilation) ? "padding" : "kernel");
        SizeRule.Weights(Kind, Outputs, input.Channels / Groups, Limits.Product(Kernel), Groups);
        return output;
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * (inputs[0].Channels / Groups) * Taps;

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs)
    {
        int perGroup = inputs[0].Channels / Groups;
        EquatableArray<int> kernel = Kernel.Count == 0 ? [1, 1] : Kernel;
        var weight = new Parameter(WeightName, [Outputs, perGroup, .. kernel], ParameterKind.Weight, perGroup * Taps);
        return Bias == false ? [weight] : [weight, new Parameter(BiasName, [Outputs], ParameterKind.Bias)];
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        int perGroup = input.Channels / Groups, outputsPerGroup = Outputs / Groups;
        double[] weight = OutputsLast(context.Parameter(WeightName), perGroup);
        double[]? bias = Bias == false ? null : context.Parameter(BiasName);
        Extent kernel = Extent.Of(Kernel, 1), stride = Extent.Of(Stride, 1), dilation = Extent.Of(Dilation, 1),
        padding = Extent.Of(Padding, 0);
        context.ForEachRow(output, (t, y) =>
        {
            for (int x = 0; x < output.Width; x++) bias?.CopyTo(output.Values, output.Offset(t, y, x));
            for (int tap = 0; tap < Taps; tap++)
            {
                int kx = tap % kernel.Width, ky = tap / kernel.Width % kernel.Height, kt = tap / kernel.Width / kernel.Height;
                int it = t * stride.Frames + kt * dilation.Frames - padding.Frames;
                int iy = y * stride.Height + ky * dilation.Height - padding.Height;
                for (int i = 0; i < input.Channels; i++)
                {
                    int group = i / perGroup, row = (tap * perGroup + i % perGroup) * Outputs + group * outputsPerGroup;
                    for (int x = 0; x < output.Width; x++)
                    {
                        int ix = x * stride.Width + kx * dilation.Width - padding.Width;
                        if (!input.Contains(it, iy, ix)) continue;
                        int sums = output.Offset(t, y, x) + group * outputsPerGroup;
                        AddScaled(output.Values, sums, outputsPerGroup, input.Values[input.Offset(it, iy, ix) + i], weight, row);
                    }
                }
            }
        });
    }

    public override void Gradient(GradientContext context)
    {
        int dy = context.OutputGradient;
        if (context.Needs(0)) context.Give(0, context.Add(new ConvInputGradient(this, context.InputShapes[0]), dy));
        if (context.Trains(WeightName)) context.GiveParameter(WeightName, new ConvWeightGradient(this), context.Inputs[0], dy);
        if (Bias != false && context.Trains(BiasName)) context.GiveParameter(BiasName, new GlobalPool(GlobalPoolMode.Sum), dy);
    }

    public override void Export(OnnxContext context)
    {
        // ONNX knows no convolution without spatial dimensions: (C) passes through as one pixel.
        bool flat = Kernel.Count == 0;
        EquatableArray<int> ones = [1, 1];
        List<string> inputs = [flat ? context.Unsqueeze(context.Inputs[0], 2, 3) : context.Inputs[0], context.Parameter(WeightName)];
        if (Bias != false) inputs.Add(context.Parameter(BiasName));
        string result = context.Add(
            "Conv", inputs,
            ("kernel_shape", flat ? ones : Kernel),
            ("strides", flat ? ones : Stride),
            ("dilations", flat ? ones : Dilation),
            ("pads", flat ? new EquatableArray<int>([0, 0, 0, 0]) : [.. Padding, .. PaddingEnd ?? Padding]),
            ("group", Groups));
        context.Return(flat ? context.Squeeze(result, 2, 3) : result);
    }

    /// <summary>The weights as [kernel position][input of the group][output], so that the innermost loop runs over neighbours.</summary>
    private double[] OutputsLast(double[] weight, int perGroup)
    {
        var result = new double[weight.Length];
        for (int o = 0; o < Outputs; o++)
            for (int i = 0; i < perGroup; i++)
                for (int tap = 0; tap < Taps; tap++)
                    result[(tap * perGroup + i) * Outputs + o] = weight[(o * perGroup + i) * Taps + tap];
        return result;
    }

    /// <summary>Nearly all the time of the reference goes here, and nobody wants to wait for it: vectors.</summary>
    private static void AddScaled(double[] sums, int first, int count, double factor, double[] weights, int row)
    {
        int o = 0;
        for (; o <= count - Vector<double>.Count; o += Vector<double>.Count)
            (new Vector<double>(sums, first + o) + factor * new Vector<double>(weights, row + o)).CopyTo(sums, first + o);
        for (; o < count; o++) sums[first + o] += factor * weights[row + o];
    }

    internal static Conv Bind(OperationArguments arguments, Shape input, string path, int outputs, int groups)
    {
        int rank = input.SpatialRank;
        if (rank == 0) RequirePointwise(arguments, input);
        EquatableArray<int> Sizes(string name, int? fallback) => rank == 0 ? [] : arguments.Spatial(name, rank, fallback);
        EquatableArray<int> kernel = Sizes("kernel", null), dilation = Sizes("dilation", 1);
        EquatableArray<int> stride = Sizes("stride", 1);
        EquatableArray<int> half = Window.HalfPadding(kernel, dilation);
        Padded padding = rank == 0 ? new Padded(half, null) : Padded.Read(arguments, input, kernel, stride, dilation, half);
        return new Conv(arguments.Text("path", path), outputs, kernel, stride, dilation, padding.Before, groups,
            arguments.Bool("bias", null), arguments.Enum("arithmetic", Arithmetic.Fast))
        {
            PaddingEnd = padding.End,
        };
    }

    private static void RequirePointwise(OperationArguments arguments, Shape input)
    {
        EquatableArray<int> kernel = arguments.Ints("kernel");
        if (kernel.IsAll(1)) return;
        throw new ShapeException(
            $"{arguments.Kind}: the kernel is ({string.Join(", ", kernel)}), but the input {input} has no spatial dimensions, so that "
                + "only kernel 1 is possible. "
            + "Use kernel 1, or apply the layer before the pooling.",
            "kernel");
    }
}
