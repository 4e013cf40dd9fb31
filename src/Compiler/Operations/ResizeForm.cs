namespace Fusion.Compiler.Operations;

/// <summary>Where the positions of a resized value lie among the old ones. Names are those of ONNX.</summary>
public enum ResizeCoordinates
{
    HalfPixel,
    HalfPixelSymmetric,
    PyTorchHalfPixel,
    Asymmetric,
}

/// <summary>How an interpolation differs from the usual one, between half pixels of the whole input.</summary>
/// <param name="Coordinates">Where positions lie.</param>
/// <param name="Antialias">Whether the filter widens by what the value shrinks.</param>
/// <param name="CubicCoefficient">The slope of the cubic filter at the distance 1.</param>
/// <param name="ExcludeOutside">Whether positions outside have no share, rather than the value at the edge.</param>
public sealed record ResizeForm(ResizeCoordinates Coordinates, bool Antialias, double CubicCoefficient, bool ExcludeOutside)
{
    /// <summary>Cubic convolution's parameter, as PyTorch and ONNX have it: R. G. Keys, "Cubic convolution interpolation for digital image
    /// processing", 1981.</summary>
    public const double UsualCubic = -0.75;

    private const double FarthestPlace = 100;

    public static ResizeForm Usual { get; } = new(ResizeCoordinates.HalfPixel, false, UsualCubic, false);

    /// <summary>The first place of each dimension, then the last of each, as shares of the way from the first position to the last; empty
    /// for the whole input.</summary>
    public EquatableArray<double> Region { get; init; } = [];

    /// <summary>The value of what the region has outside of the input.</summary>
    public double Outside { get; init; }

    public static ResizeForm Read(OperationArguments arguments) => new(
        arguments.Enum("coordinates", ResizeCoordinates.HalfPixel), arguments.Bool("antialias", false),
        arguments.Double("cubicCoefficient", UsualCubic), arguments.Bool("excludeOutside", false))
    {
        Region = arguments.Doubles("region"),
        Outside = arguments.Double("outside", 0),
    };

    /// <summary>What differs from <see cref="Usual"/>.</summary>
    public IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            if (Coordinates != ResizeCoordinates.HalfPixel) yield return ("coordinates", Coordinates.ToString());
            if (Antialias) yield return ("antialias", true);
            if (CubicCoefficient != UsualCubic) yield return ("cubicCoefficient", CubicCoefficient);
            if (ExcludeOutside) yield return ("excludeOutside", true);
            if (Region.Count > 0) yield return ("region", Region);
            if (Outside != 0) yield return ("outside", Outside);
        }
    }

    /// <exception cref="ShapeException">The form does not go with the mode, or contradicts itself.</exception>
    public void Check(UpsampleMode mode, bool alignCorners, int rank)
    {
        foreach (var (name, _) in Properties)
        {
            if (mode == UpsampleMode.Nearest)
                throw Unfit(name, "the mode is Nearest, which interpolates nothing. Leave it out, or use the mode Bilinear.");
            if (name == "cubicCoefficient" && mode != UpsampleMode.Bicubic)
                throw Unfit(name, $"the mode is {mode}. Leave it out, or use the mode Bicubic.");
            if (name == "excludeOutside" && mode != UpsampleMode.Bicubic && !Antialias)
                throw Unfit(name, "the mode is Bilinear, in which what lies outside has no share. Leave it out.");
            if (name is "coordinates" or "region" && alignCorners)
                throw Unfit(name, "alignCorners is set, which says where positions lie. Leave one of them out.");
            if (name == "region" && Coordinates != ResizeCoordinates.HalfPixel)
                throw Unfit(name, "coordinates are, too. Leave one of them out.");
            if (name == "outside" && Region.Count == 0)
                throw Unfit(name, "there is no region that could reach outside of the input. Leave it out.");
        }

        if (Region.Count > 0 && Region.Count != 2 * rank)
            throw new ShapeException(
                $"Resize: region has {Region.Count} numbers, but {2 * rank} were expected: the first place of each dimension, then the "
                    + "last of each, as shares of the way from the first position to the last.",
                "region");
        if (Region.Any(place => Math.Abs(place) > FarthestPlace))
            throw new ShapeException(
                $"Resize: region has a number beyond {FarthestPlace}, which is that many times the input's size away. Use smaller ones.",
                "region");

        static ShapeException Unfit(string name, string reason) => new($"Resize: {name} is given, but {reason}", name);
    }
}
