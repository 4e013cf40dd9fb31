using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>At every position alike, <c>x / sqrt(mean(x²) + ε) · weight</c>, the mean over the position's channels
/// (arXiv 1910.07467).</summary>
public sealed record RmsNorm(string Path, bool Affine = true, double Epsilon = RmsNorm.DefaultEpsilon) : AffineNorm(Path, Affine, Epsilon)
{
    /// <summary>2^−23, from 1 to the next float: what PyTorch takes where nothing is said.</summary>
    public const double DefaultEpsilon = 1.1920928955078125e-7;

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("RmsNorm", (arguments, _, path) =>
        new RmsNorm(arguments.Bool("affine", true) ? arguments.Text("path", path) : "", arguments.Bool("affine", true),
            arguments.Double("epsilon", DefaultEpsilon))).KeepingShape().AsFunction(("affine", false));

    protected override bool HasBias => false;

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    protected override void Standardize(ReferenceContext context) => PositionStatistics.Standardize(this, context);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new PositionNormGradient(this), context.Inputs[0], context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        string x = context.Inputs[0];
        string mean = context.Reduce("ReduceMean", context.Add("Mul", [x, x]), [1], keep: true);
        string size = context.Add("Sqrt", [context.Add("Add", [mean, context.Scalar(Epsilon)])]);
        string result = context.Add("Div", [x, size]);
        EquatableArray<int> dimensions = [context.Shape.Channels, .. Enumerable.Repeat(1, context.Shape.SpatialRank)];
        context.Return(Affine ? context.Add("Mul", [result, context.Parameter(WeightName, dimensions)]) : result);
    }
}
