using Fusion.Compiler.Onnx;

namespace Fusion.Compiler.Operations;

/// <summary>Brings the spatial dimensions to a given size.</summary>
/// <param name="Size">Positions of the result along each spatial dimension.</param>
/// <param name="AlignCorners">The corner positions' centres coincide, else their outer edges do (half pixel); not for Nearest.</param>
/// <param name="Ratio">New size over old, as numerator and denominator for each dimension, where that is not the ratio of the sizes
/// themselves: a scale whose sizes were rounded down. Empty where it is.</param>
public sealed record Resize(
    EquatableArray<int> Size, UpsampleMode Mode, bool AlignCorners, EquatableArray<int> Ratio) : Resampling
{
    /// <summary>Cubic convolution's parameter, as PyTorch and ONNX have it: R. G. Keys, "Cubic convolution interpolation for digital image
    /// processing", 1981.</summary>
    public const double CubicA = -0.75;

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Resize", (arguments, inputs, _) =>
    {
        Shape input = ShapeRule.Spatial("Resize", inputs);
        EquatableArray<int>? size = arguments.Spatial("size", input.SpatialRank);
        EquatableArray<int> ratio = arguments.Has("ratio") ? arguments.Ints("ratio") : [];
        if (arguments.Has("scale"))
        {
            if (size is not null)
                throw new ShapeException("Resize: both size and scale are given. Leave one of them out.", "scale");
            var (numerator, denominator) = ResizeScale.Fraction(arguments.Double("scale", 1));
            size = ResizeScale.Sizes(input, numerator, denominator);
            ratio = [.. Enumerable.Repeat(new[] { numerator, denominator }, input.SpatialRank).SelectMany(pair => pair)];
        }

        return new Resize(
            size ?? throw new ShapeException("Resize: neither size nor scale is given. Give one of them."),
            arguments.Enum("mode", UpsampleMode.Nearest), arguments.Bool("alignCorners", false), ratio);
    }).WhoseShapeIgnores("mode", "alignCorners");

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("size", Window.Compact(Size, 1));
            yield return ("mode", Mode.ToString());
            if (AlignCorners) yield return ("alignCorners", true);
            if (Ratio.Count > 0) yield return ("ratio", Ratio);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "size", Size, input);
        ShapeRule.AtLeast(Kind, "size", Size, 1);
        if (AlignCorners && Mode == UpsampleMode.Nearest)
            throw new ShapeException("Resize: alignCorners is set, but the mode is Nearest, which has no corners to align. Leave it out, "
                + "or use the mode Bilinear.", "alignCorners");
        return ShapeRule.Checked(Kind, input.WithSpatial(Size));
    }

    /// <summary>New size over old along an axis.</summary>
    public (int New, int Old) RatioOf(int axis, int from, int to)
    {
        int d = SizeOf(axis, Size);
        if (d < 0) return (1, 1);
        if (Ratio.Count > 0) return (Ratio[2 * d], Ratio[2 * d + 1]);
        int common = ResizeScale.CommonDivisor(from, to);
        return (to / common, from / common);
    }

    /// <summary>Whether the positions along an axis stay what they are.</summary>
    public bool IsSame(int axis, int from, int to) => from == to && RatioOf(axis, from, to) is (1, 1);

    public override IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to)
    {
        if (IsSame(axis, from, to)) return One(position);
        var (grown, old) = RatioOf(axis, from, to);
        int last = from - 1;
        if (Mode == UpsampleMode.Nearest) return One((int)Math.Min((long)position * old / grown, last));
        double source = !AlignCorners ? (position + 0.5) * old / grown - 0.5 : to == 1 ? 0 : position * ((from - 1.0) / (to - 1));
        if (Mode == UpsampleMode.Bilinear)
        {
            source = Math.Max(source, 0);
            int left = Math.Min((int)source, last);
            double share = left == last ? 0 : source - left;
            return share == 0 ? One(left) : [new PositionShare(left, 1 - share), new PositionShare(left + 1, share)];
        }

        int first = (int)Math.Floor(source);
        double t = source - first;
        return [.. Enumerable.Range(-1, 4).Select(i => new PositionShare(Math.Min(Math.Max(first + i, 0), last), Cubic(Math.Abs(t - i))))];
    }

    /// <summary>Keys' function of the distance.</summary>
    private static double Cubic(double x) => x <= 1 ? ((CubicA + 2) * x - (CubicA + 3)) * x * x + 1
        : ((CubicA * x - 5 * CubicA) * x + 8 * CubicA) * x - 4 * CubicA;

    public override Resampling OverBatch(int samples) => this with
    {
        Size = [samples, .. Size],
        Ratio = Ratio.Count == 0 ? Ratio : [1, 1, .. Ratio],
    };

    public override void Export(OnnxContext context)
    {
        (string Name, object Value)[] attributes = Mode switch
        {
            UpsampleMode.Nearest =>
                [("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")],
            _ =>
            [
                ("mode", Mode == UpsampleMode.Bilinear ? "linear" : "cubic"),
                ("coordinate_transformation_mode", AlignCorners ? "align_corners" : "half_pixel"),
            ],
        };
        if (Ratio.Count > 0)
        {
            var scales = Enumerable.Range(0, Ratio.Count / 2).Select(d => (float)((double)Ratio[2 * d] / Ratio[2 * d + 1]));
            context.Return(context.Add("Resize", [context.Inputs[0], "", context.Floats([1, 1, .. scales])], attributes));
            return;
        }

        EquatableArray<int> axes = [.. Enumerable.Range(2, Size.Count)];
        context.Return(context.Add("Resize", [context.Inputs[0], "", "", context.Longs(Size)], [.. attributes, ("axes", axes)]));
    }
}
