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
    /// <summary>How it interpolates, where that is not between half pixels, or corners, of the whole input.</summary>
    public ResizeForm Form { get; init; } = ResizeForm.Usual;

    public bool IsUsual => Form == ResizeForm.Usual;

    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Resize", (arguments, inputs, _) =>
    {
        Shape input = ShapeRule.Spatial("Resize", inputs);
        EquatableArray<int>? size = arguments.Spatial("size", input.SpatialRank);
        EquatableArray<int> ratio = arguments.Has("ratio") ? arguments.Ints("ratio") : [];
        if (arguments.Has("scale"))
        {
            if (size is not null)
                throw new ShapeException("Resize: both size and scale are given. Leave one of them out.", "scale");
            (int Numerator, int Denominator)[] scales =
                [.. arguments.SpatialNumbers("scale", input.SpatialRank).Select(ResizeScale.Fraction)];
            size = ResizeScale.Sizes(input, scales);
            ratio = [.. scales.SelectMany(scale => new[] { scale.Numerator, scale.Denominator })];
        }

        return new Resize(
            size ?? throw new ShapeException("Resize: neither size nor scale is given. Give one of them."),
            arguments.Enum("mode", UpsampleMode.Nearest), arguments.Bool("alignCorners", false), ratio)
        {
            Form = ResizeForm.Read(arguments),
        };
    }).WhoseShapeIgnores(
        "mode", "alignCorners", "coordinates", "antialias", "cubicCoefficient", "excludeOutside", "region", "outside");

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("size", Window.Compact(Size, 1));
            yield return ("mode", Mode.ToString());
            if (AlignCorners) yield return ("alignCorners", true);
            if (Ratio.Count > 0) yield return ("ratio", Ratio);
            foreach (var property in Form.Properties) yield return property;
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
        Form.Check(Mode, AlignCorners, input.SpatialRank);
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
    public bool IsSame(int axis, int from, int to)
    {
        int d = SizeOf(axis, Size);
        return from == to && RatioOf(axis, from, to) is (1, 1)
            && (d < 0 || Form.Region.Count == 0 || (Form.Region[d] == 0 && Form.Region[d + Size.Count] == 1));
    }

    public override double Outside => Form.Outside;

    public override IReadOnlyList<PositionShare> Sources(int axis, int position, int from, int to)
    {
        if (IsSame(axis, from, to)) return One(position);
        if (Mode != UpsampleMode.Nearest) return new ResizeAxis(this, axis, from, to).Sources(position);
        var (grown, old) = RatioOf(axis, from, to);
        return One((int)Math.Min((long)position * old / grown, from - 1));
    }

    public override Resampling OverBatch(int samples) => this with
    {
        Size = [samples, .. Size],
        Ratio = Ratio.Count == 0 ? Ratio : [1, 1, .. Ratio],
        Form = Form.Region.Count == 0 ? Form
            : Form with { Region = [0, .. Form.Region.Take(Size.Count), 1, .. Form.Region.Skip(Size.Count)] },
    };

    public override void Export(OnnxContext context)
    {
        var attributes = new List<(string Name, object Value)>
        {
            ("mode", Mode switch { UpsampleMode.Nearest => "nearest", UpsampleMode.Bilinear => "linear", _ => "cubic" }),
            ("coordinate_transformation_mode", Coordinates()),
        };
        if (Mode == UpsampleMode.Nearest) attributes.Add(("nearest_mode", "floor"));
        if (Form.CubicCoefficient != ResizeForm.UsualCubic) attributes.Add(("cubic_coeff_a", Form.CubicCoefficient));
        if (Form.Antialias) attributes.Add(("antialias", 1));
        if (Form.ExcludeOutside) attributes.Add(("exclude_outside", 1));
        if (Form.Outside != 0) attributes.Add(("extrapolation_value", Form.Outside));
        if (Ratio.Count > 0)
        {
            var scales = Enumerable.Range(0, Ratio.Count / 2).Select(d => (float)((double)Ratio[2 * d] / Ratio[2 * d + 1]));
            string all = Form.Region.Count == 0 ? "" : context.Floats([0, 0, .. Places(0), 1, 1, .. Places(Size.Count)]);
            context.Return(context.Add("Resize", [context.Inputs[0], all, context.Floats([1, 1, .. scales])], [.. attributes]));
            return;
        }

        attributes.Add(("axes", new EquatableArray<int>([.. Enumerable.Range(2, Size.Count)])));
        string region = Form.Region.Count == 0 ? "" : context.Floats([.. Places(0), .. Places(Size.Count)]);
        context.Return(context.Add("Resize", [context.Inputs[0], region, "", context.Longs(Size)], [.. attributes]));

        IEnumerable<float> Places(int first) => Form.Region.Skip(first).Take(Size.Count).Select(place => (float)place);
    }

    private string Coordinates() => Mode == UpsampleMode.Nearest ? "asymmetric"
        : AlignCorners ? "align_corners"
        : Form.Region.Count > 0 ? "tf_crop_and_resize"
        : Form.Coordinates switch
        {
            ResizeCoordinates.HalfPixelSymmetric => "half_pixel_symmetric",
            ResizeCoordinates.PyTorchHalfPixel => "pytorch_half_pixel",
            ResizeCoordinates.Asymmetric => "asymmetric",
            _ => "half_pixel",
        };
}
