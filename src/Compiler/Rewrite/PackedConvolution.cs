using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Rewrite;

/// <summary>A convolution or linear layer that makes a range of a <see cref="PackedConvolution"/>'s output channels.</summary>
/// <param name="Source">The declared <see cref="Conv"/> or <see cref="Linear"/>, which owns the parameters, or a <see cref="MergedLayer"/>
/// of several.</param>
public sealed record ConvolutionPart(Operation Source)
{
    /// <summary>BatchNorms and scales folded into the weights' input side, in the order in which they run.</summary>
    public EquatableArray<ChannelAffine> Before { get; init; } = [];

    /// <summary>BatchNorms and scales folded into the weights' output side, in the order in which they run.</summary>
    public EquatableArray<ChannelAffine> After { get; init; } = [];

    /// <summary>
    /// Where the input is a flattened value of so many pixels, kept channels-last: the weights' inputs are permuted to match. 0 otherwise.
    /// </summary>
    public int FlattenPixels { get; init; }

    public int Outputs => Source switch
    {
        Conv conv => conv.Outputs,
        Linear linear => linear.Outputs,
        MergedLayer merged => merged.Outputs,
        _ => throw new InvalidOperationException($"{Source.Kind} has no weights to pack."),
    };

    public string Path => Source switch
    {
        Conv conv => conv.Path,
        Linear linear => linear.Path,
        _ => throw new InvalidOperationException($"{Source.Kind} has no weights to pack."),
    };

    /// <summary>The name of a declared layer's weight.</summary>
    public string WeightName => Source is Linear linear ? linear.WeightName : Path + ".weight";

    public string BiasName => Source is Linear linear ? linear.BiasName : Path + ".bias";

    /// <summary>
    /// The input as the declared layer expects it: a 1×1 convolution also takes a value without pixels, as a single pixel.
    /// </summary>
    public Shape Seen(Shape input) => Source is Conv conv && input.Rank == 1 && conv.Kernel.Count > 0
        ? new Shape(Enumerable.Repeat(1, conv.Kernel.Count).Append(input.Channels).ToEquatableArray())
        : input;

    public bool HasBias => Source switch
    {
        Conv conv => conv.Bias ?? true,
        Linear linear => linear.Bias ?? true,
        _ => false,
    };

    /// <summary>Whether the declaration forbids Winograd's form.</summary>
    public bool IsDirect => Source is Conv { Arithmetic: Arithmetic.Direct } or MergedLayer { IsDirect: true };

    /// <summary>Whether a result can differ from zero where all inputs are zero.</summary>
    public bool AddsConstant => HasBias || Before.Count > 0 || After.Count > 0 || Source is MergedLayer { AddsConstant: true };

    public override string ToString() =>
        string.Concat(Before.Select(norm => $"{norm.Kind} {norm.Path} → "))
            + (Source is MergedLayer ? Source.ToString() : $"{Source.Kind} {Path}")
            + string.Concat(After.Select(norm => $" → {norm.Kind} {norm.Path}"));
}

/// <summary>
/// What a convolution kernel computes: one or several convolutions or linear layers over the same input, with the BatchNorms that are
/// folded into their weights. Sizes are (T, H, W); what a value lacks counts as 1 (padding as 0).
/// </summary>
public sealed record PackedConvolution(
    EquatableArray<ConvolutionPart> Parts,
    EquatableArray<int> Kernel,
    EquatableArray<int> Stride,
    EquatableArray<int> Dilation,
    EquatableArray<int> Padding,
    int Groups) : Operation
{
    /// <summary>The second input is a gate with one value per input channel, multiplied into the weights before the kernel runs.</summary>
    public bool ScaledByGate { get; init; }

    public override string Kind => "PackedConvolution";

    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        ("parts", string.Join(" | ", Parts)),
        .. Where(Taps > 1, "kernel", Kernel), .. Where(!IsUnstrided, "stride", Stride),
        .. Where(Dilation.Any(step => step > 1), "dilation", Dilation),
        .. Where(HasPadding, "padding", Padding), .. Where(Groups > 1, "groups", Groups), .. Where(ScaledByGate, "scaledByGate", true),
    ];

    public int Outputs => Parts.Sum(part => part.Outputs);

    public int Taps => Kernel[0] * Kernel[1] * Kernel[2];

    /// <summary>For people: the kernel, or what it was merged from.</summary>
    public string Summary => Parts[0].Source switch
    {
        Identity identity => identity.Description,
        MergedLayer merged => $"({merged.Description})",
        _ => string.Join("×", Kernel.Skip(Kernel[0] == 1 ? 1 : 0)),
    };

    /// <summary>Whether a layer in it forbids Winograd's form.</summary>
    public bool IsDirect => Parts.Any(part => part.IsDirect);

    /// <summary>Its results are its bias alone, for no tap reaches them: the input has no part in them, not even times zero.</summary>
    public bool IsConstant => Parts[0].Source is PhaseLayer { IsEmpty: true };

    public bool IsPointwise => Taps == 1 && Groups == 1;

    public bool IsUnstrided => Stride.All(stride => stride == 1);

    /// <summary>Zeros behind the last position; null where they are as many as before the first.</summary>
    public EquatableArray<int>? PaddingEnd { get; init; }

    public bool HasPadding => Padding.Any(padding => padding > 0) || (PaddingEnd is { } end && end.Any(padding => padding > 0));

    public bool IsDepthwise(int inputChannels) => Groups == inputChannels && Groups == Outputs && Groups > 1;

    public static PackedConvolution Pointwise(ConvolutionPart part) => new([part], [1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 0, 0], 1);

    public static PackedConvolution From(Conv conv) => new(
        [new ConvolutionPart(conv)], ThreeOf(conv.Kernel, 1), ThreeOf(conv.Stride, 1), ThreeOf(conv.Dilation, 1), ThreeOf(conv.Padding, 0),
        conv.Groups)
    {
        PaddingEnd = conv.PaddingEnd is { } end ? ThreeOf(end, 0) : null,
    };

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        IsPointwise && IsUnstrided && !HasPadding
            ? inputs[0].WithChannels(Outputs)
            : Parts[0].Source.InferShape([inputs[0]]).WithChannels(Outputs);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => output.Elements * Taps * (inputs[0].Channels / Groups);

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
    [
        .. Parts.SelectMany(part => part.Before.SelectMany(norm => norm.Parameters([inputs[0]]))
            .Concat(part.Source.Parameters([part.Seen(inputs[0])]))
            .Concat(part.After.SelectMany(norm => norm.Parameters([Shape.Of(part.Outputs)])))),
    ];

    public override void Evaluate(ReferenceContext context) => FusedEvaluation.Convolution(this, context);

    public override void Export(OnnxContext context) =>
        throw new InvalidOperationException("Graphs are exported before they are rewritten.");

    /// <summary>A property, where it differs from what goes without saying.</summary>
    private static (string, object)[] Where(bool isSaid, string name, object value) => isSaid ? [(name, value)] : [];

    /// <summary>Sizes in (T, H, W).</summary>
    internal static EquatableArray<int> ThreeOf(EquatableArray<int> sizes, int missing) =>
        Enumerable.Repeat(missing, 3 - sizes.Count).Concat(sizes).ToEquatableArray();
}
