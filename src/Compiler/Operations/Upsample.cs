using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>How <see cref="Upsample"/> fills the new positions.</summary>
public enum UpsampleMode
{
    Nearest,
    Bilinear,

    /// <summary>Only of <see cref="Resize"/>, which an <see cref="Upsample"/> in this mode becomes.</summary>
    Bicubic,
}

/// <summary>Enlarges the spatial dimensions by whole factors.</summary>
/// <param name="AlignCorners">Bilinear only: the corner positions' centres coincide, else their outer edges do (half pixel).</param>
public sealed record Upsample(EquatableArray<int> Scale, UpsampleMode Mode = UpsampleMode.Nearest, bool AlignCorners = false) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Upsample", (arguments, inputs, _) =>
    {
        var upsample = new Upsample(
            arguments.Spatial("scale", ShapeRule.Spatial("Upsample", inputs).SpatialRank, null),
            arguments.Enum("mode", UpsampleMode.Nearest),
            arguments.Bool("alignCorners", false));
        return upsample.Mode != UpsampleMode.Bicubic ? upsample
            : new Resize(upsample.InferShape(inputs).Spatial, UpsampleMode.Bicubic, upsample.AlignCorners, []);
    }).WhoseShapeIgnores("mode", "alignCorners");

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("scale", Window.Compact(Scale, 1));
            yield return ("mode", Mode.ToString());
            if (AlignCorners) yield return ("alignCorners", true);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "scale", Scale, input);
        ShapeRule.AtLeast(Kind, "scale", Scale, 1);
        if (AlignCorners && Mode == UpsampleMode.Nearest)
            throw new ShapeException("Upsample: alignCorners is set, but the mode is Nearest, which has no corners to align. Leave it "
                + "out, or use the mode Bilinear.", "alignCorners");
        return ShapeRule.Checked(Kind, input.WithSpatial(input.Spatial.Zip(Scale, (size, factor) => checked(size * factor))));
    }

    /// <summary>The two input positions between which an output position lies along one dimension, and the second one's share.</summary>
    public (int First, int Second, double Share) Source(int position, int inputSize, int outputSize)
    {
        int scale = outputSize / inputSize;
        if (Mode == UpsampleMode.Nearest) return (position / scale, position / scale, 0);
        double source =
            !AlignCorners ? Math.Max((position + 0.5) / scale - 0.5, 0)
            : outputSize == 1 ? 0
            : position * ((inputSize - 1.0) / (outputSize - 1));
        int first = Math.Min((int)source, inputSize - 1);
        return (first, Math.Min(first + 1, inputSize - 1), source - first);
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        context.ForEachRow(output, (t, y) =>
        {
            var (t0, t1, shareT) = Source(t, input.Frames, output.Frames);
            var (y0, y1, shareY) = Source(y, input.Height, output.Height);
            for (int x = 0; x < output.Width; x++)
            {
                var (x0, x1, shareX) = Source(x, input.Width, output.Width);
                for (int c = 0; c < output.Channels; c++)
                {
                    double At(int it, int iy, int ix) => input.Values[input.Offset(it, iy, ix) + c];
                    double Row(int it, int iy) => Mix(At(it, iy, x0), At(it, iy, x1), shareX);
                    double Plane(int it) => Mix(Row(it, y0), Row(it, y1), shareY);
                    output.Values[output.Offset(t, y, x) + c] = Mix(Plane(t0), Plane(t1), shareT);
                }
            }
        });
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new UpsampleGradient(this, context.InputShapes[0]), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        string scales = context.Floats([1, 1, .. Scale.Select(factor => (float)factor)]);
        context.Return(Mode == UpsampleMode.Nearest
            ? context.Add("Resize", [context.Inputs[0], "", scales], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"),
                ("nearest_mode", "floor"))
            : context.Add("Resize", [context.Inputs[0], "", scales], ("mode", "linear"),
                ("coordinate_transformation_mode", AlignCorners ? "align_corners" : "half_pixel")));
    }

    // A share of 0 must not read the other side: 0 times infinity is no number.
    private static double Mix(double first, double second, double share) => share == 0 ? first : first * (1 - share) + second * share;
}
