using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// At every position alike, <c>(x − mean) / sqrt(variance + ε) · weight + bias</c>, with the mean and the biased variance of the position's
/// channels (arXiv 1607.06450).
/// </summary>
public sealed record LayerNorm(string Path, bool Affine = true, double Epsilon = 1e-5) : AffineNorm(Path, Affine, Epsilon)
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("LayerNorm", (arguments, _, path) =>
        new LayerNorm(arguments.Bool("affine", true) ? arguments.Text("path", path) : "", arguments.Bool("affine", true),
            arguments.Double("epsilon", 1e-5))).KeepingShape().AsFunction(("affine", false));

    protected override bool HasBias => true;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    protected override void Standardize(ReferenceContext context) => PositionStatistics.Standardize(this, context);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new PositionNormGradient(this), context.Inputs[0], context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        int channels = context.Shape.Channels;
        EquatableArray<float> Filled(float value) => Enumerable.Repeat(value, channels).ToEquatableArray();
        string weight = Affine ? context.Parameter(WeightName) : context.Floats(Filled(1));
        string bias = Affine ? context.Parameter(BiasName) : context.Floats(Filled(0));
        string last = context.ToChannelsLast(context.Inputs[0], context.Shape.Rank);
        string result = context.Add("LayerNormalization", [last, weight, bias], ("axis", -1), ("epsilon", Epsilon));
        context.Return(context.ToChannelsFirst(result, context.Shape.Rank));
    }
}
