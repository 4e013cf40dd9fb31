namespace Fusion.Compiler.Operations;

/// <summary>
/// One dimension of an interpolation: the line on which its positions lie among the old ones, and the filter that gives these their shares.
/// Whatever the form is, it is in these numbers, from which every kernel is made.
/// </summary>
public sealed class ResizeAxis
{
    /// <summary>Places of a region are counted in parts of a position: as fine as numbers of 64 bits allow.</summary>
    private const long FineParts = 1L << 32, CoarseParts = 1L << 22;

    private readonly ResizeForm _form;
    private readonly bool _isCubic;
    private readonly int _from;

    /// <param name="resize">The operation, which interpolates.</param>
    /// <param name="axis">0 for T, 1 for H, 2 for W.</param>
    /// <param name="from">Positions of the input along it.</param>
    /// <param name="to">Positions of the result.</param>
    public ResizeAxis(Resize resize, int axis, int from, int to)
    {
        (_form, _isCubic, _from) = (resize.Form, resize.Mode == UpsampleMode.Bicubic, from);
        var (grown, old) = resize.RatioOf(axis, from, to);
        int d = axis - (3 - resize.Size.Count);
        (Factor, Offset, Denominator) = d >= 0 && _form.Region.Count > 0
            ? Region(_form.Region[d], _form.Region[d + resize.Size.Count], to)
            : Line(resize.AlignCorners, grown, old, to);
        HasRegion = d >= 0 && _form.Region.Count > 0;
        Scale = _form.Antialias && grown < old ? (double)grown / old : 1;
        Reach = (int)Math.Ceiling((_isCubic ? 2 : 1) / Scale);
    }

    /// <summary>The place of position p is <c>(p · Factor + Offset) / Denominator</c>, counted in old positions.</summary>
    public long Factor { get; }

    public long Offset { get; }

    public long Denominator { get; }

    /// <summary>Whether places may be so far outside that they have <see cref="ResizeForm.Outside"/>.</summary>
    public bool HasRegion { get; }

    /// <summary>By what distances are multiplied before the filter gets them.</summary>
    public double Scale { get; }

    /// <summary>How many positions on either side the filter looks at.</summary>
    public int Reach { get; }

    /// <summary>What single precision may be wrong by, in old positions.</summary>
    public double Tolerance => 1e-6 * _from;

    /// <summary>The old positions that one is made of, and their shares.</summary>
    public IReadOnlyList<PositionShare> Sources(int position)
    {
        double place = (position * Factor + Offset) / (double)Denominator;
        if (HasRegion && (place < -Tolerance || place > _from - 1 + Tolerance)) return [];
        int first = (int)Math.Floor(place);
        double t = place - first, sum = 0;
        var shares = new List<PositionShare>();
        for (int i = 1 - Reach; i <= Reach; i++)
        {
            double weight = Weight((i - t) * Scale);
            int at = first + i;
            if (_form.ExcludeOutside && (at < 0 || at >= _from)) continue;
            sum += weight;
            // A share of 0 does not look at the position, but where PyTorch does.
            if (weight != 0 || (_isCubic && !_form.Antialias)) shares.Add(new PositionShare(Math.Min(Math.Max(at, 0), _from - 1), weight));
        }

        bool isWhole = !_form.Antialias && !_form.ExcludeOutside;
        return [.. shares.GroupBy(share => share.Position).Select(group =>
            new PositionShare(group.Key, group.Count() == shares.Count ? 1 : group.Sum(share => share.Share) / (isWhole ? 1 : sum)))];
    }

    /// <summary>The filter: a triangle, or Keys' function.</summary>
    private double Weight(double distance)
    {
        double x = Math.Abs(distance), a = _form.CubicCoefficient;
        if (!_isCubic) return Math.Max(0, 1 - x);
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }

    private (long Factor, long Offset, long Denominator) Line(bool alignCorners, long grown, long old, int to)
    {
        if (alignCorners) return (_from - 1, 0, Math.Max(1, to - 1));
        long half = old - grown;
        return _form.Coordinates switch
        {
            ResizeCoordinates.Asymmetric => (2 * old, 0, 2 * grown),
            ResizeCoordinates.PyTorchHalfPixel when to == 1 => (0, 0, 1),
            // The middle of what the ratio comes to lies on the middle of what there is.
            ResizeCoordinates.HalfPixelSymmetric => (2 * old, half + _from * grown - to * old, 2 * grown),
            _ => (2 * old, half, 2 * grown),
        };
    }

    private (long Factor, long Offset, long Denominator) Region(double first, double last, int to)
    {
        double start = first * (_from - 1), end = last * (_from - 1);
        long parts = _from < 1 << 20 ? FineParts : CoarseParts;
        return to == 1 ? (0, Parts((start + end) / 2), parts) : (Parts((end - start) / (to - 1)), Parts(start), parts);

        long Parts(double value) => (long)Math.Round(value * parts);
    }
}
