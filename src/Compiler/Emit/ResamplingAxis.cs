namespace Fusion.Compiler.Emit;

/// <summary>One dimension of a resampling in the words of a kernel, for whichever target: which positions of the input one of the result is
/// made of. They are computed, so that a long dimension needs no table.</summary>
/// <param name="Axis">0 for T, 1 for H, 2 for W.</param>
/// <param name="Name">The variable of the result's position.</param>
/// <param name="From">Positions of the input.</param>
/// <param name="To">Positions of the result.</param>
internal sealed record ResamplingAxis(Resampling Operation, int Axis, string Name, int From, int To)
{
    /// <summary>Every position is its own.</summary>
    public bool IsSame => Operation switch
    {
        Pad pad => SizeOf(pad.Before) == 0 && SizeOf(pad.After) == 0,
        TilePositions => From == To,
        Roll roll => roll.ShiftOf(Axis, From) == 0,
        Resize resize => resize.IsSame(Axis, From, To),
        _ => throw new NotSupportedException($"{Operation.Kind} has no kernel."),
    };

    /// <summary>How many positions one is made of.</summary>
    public int Count => IsSame || Operation is not Resize { Mode: not UpsampleMode.Nearest and var mode } ? 1
        : mode == UpsampleMode.Bilinear ? 2 : 4;

    /// <summary>Whether there are positions outside, for which <see cref="Inside"/> is false.</summary>
    public bool HasOutside => Operation is Pad { Mode: PadMode.Constant } pad && (SizeOf(pad.Before) > 0 || SizeOf(pad.After) > 0);

    /// <summary>The condition, as a variable.</summary>
    public string Inside => Name + "Inside";

    /// <summary>The variable of one of the input's positions.</summary>
    public string Position(int i) => IsSame ? Name : Name + "At" + (Count == 1 ? "" : CodeWriter.Number(i));

    /// <summary>Of two positions, the second one's share; of four, that of each.</summary>
    public string Share(int i) => Name + "Share" + (Count == 2 ? "" : CodeWriter.Number(i));

    /// <summary>Declares all that.</summary>
    public void Emit(CodeWriter writer)
    {
        if (IsSame) return;
        switch (Operation)
        {
            case Pad pad:
                EmitPad(writer, pad);
                break;
            case TilePositions:
                writer.Line($"int {Position(0)} = {Name} % {From};");
                break;
            case Roll roll:
                int shift = roll.ShiftOf(Axis, From);
                writer.Line($"int {Position(0)} = {Name} < {shift} ? {Name} + {From - shift} : {Name} - {shift};");
                break;
            case Resize { Mode: UpsampleMode.Nearest } resize:
                EmitNearest(writer, resize);
                break;
            case Resize resize:
                EmitShares(writer, resize);
                break;
        }
    }

    private int SizeOf(EquatableArray<int> sizes) => Axis < 3 - sizes.Count ? 0 : sizes[Axis - (3 - sizes.Count)];

    private void EmitPad(CodeWriter writer, Pad pad)
    {
        int before = SizeOf(pad.Before);
        string at = Position(0);
        writer.Line($"int {at} = {Name}{(before > 0 ? $" - {before}" : before < 0 ? $" + {-before}" : "")};");
        switch (pad.Mode)
        {
            case PadMode.Reflect:
                writer.Line($"{at} = {at} < 0 ? -{at} : {at} >= {From} ? {2 * (From - 1)} - {at} : {at};");
                break;
            case PadMode.Replicate:
                writer.Line($"{at} = {at} < 0 ? 0 : {at} >= {From} ? {From - 1} : {at};");
                break;
            default:
                if (!HasOutside) return;
                writer.Line($"bool {Inside} = {at} >= 0 && {at} < {From};");
                break;
        }
    }

    private void EmitNearest(CodeWriter writer, Resize resize)
    {
        var (grown, old) = resize.RatioOf(Axis, From, To);
        string product = (long)To * old > int.MaxValue ? $"(int)({Name} * {old}L / {grown})"
            : old == 1 ? $"{Name} / {grown}" : $"{Name} * {old} / {grown}";
        writer.Line($"int {Position(0)} = {product};");
        // A scale whose sizes were rounded down ends where the input does, or before; only sizes of another ratio do not.
        if ((To - 1L) * old / grown > From - 1) writer.Line($"if ({Position(0)} > {From - 1}) {Position(0)} = {From - 1};");
    }

    /// <summary>The place is a fraction of whole numbers; what is left of it is the second position's share.</summary>
    private void EmitShares(CodeWriter writer, Resize resize)
    {
        var (grown, old) = resize.RatioOf(Axis, From, To);
        bool isCubic = resize.Mode == UpsampleMode.Bicubic;
        long factor = resize.AlignCorners ? From - 1 : 2L * old, less = resize.AlignCorners ? 0 : (long)grown - old;
        long denominator = resize.AlignCorners ? Math.Max(1, To - 1) : 2L * grown;
        bool isLong = To * factor + Math.Abs(less) > int.MaxValue || denominator > int.MaxValue;
        string type = isLong ? "long" : "int", suffix = isLong ? "L" : "", place = Name + "Place", first = Name + "First";
        string scaled = $"{Name} * {factor}{suffix}";
        writer.Line($"{type} {place} = {scaled}{(less > 0 ? $" - {less}" : less < 0 ? $" + {-less}" : "")};");
        if (!isCubic) writer.Line($"if ({place} < 0) {place} = 0;");
        string divided = $"{(isLong ? "(int)" : "")}({place} / {denominator})";
        // Rounded down: the place is never a whole position before the first one.
        writer.Line($"int {first} = {(isCubic ? $"{place} < 0 ? -1 : " : "")}{divided};");
        string share = $"({place} - {first} * {denominator}{suffix}) / {CodeWriter.Float(denominator)}";
        if (!isCubic)
        {
            writer.Line($"if ({first} > {From - 1}) {first} = {From - 1};");
            writer.Line($"int {Position(0)} = {first}, {Position(1)} = {first} < {From - 1} ? {first} + 1 : {first};");
            writer.Line($"float {Share(0)} = {share};");
            return;
        }
        writer.Line($"float {Name}Share = {share};");
        for (int i = 0; i < 4; i++)
        {
            string at = i == 1 ? first : i == 0 ? $"{first} - 1" : $"{first} + {i - 1}";
            writer.Line($"int {Position(i)} = {at} < 0 ? 0 : {at} > {From - 1} ? {From - 1} : {at};");
        }
        writer.Line($"float {Name}Rest = 1f - {Name}Share;");
        EmitFar(writer, Share(0), Name + "Share");
        EmitNear(writer, Share(1), Name + "Share");
        EmitNear(writer, Share(2), Name + "Rest");
        EmitFar(writer, Share(3), Name + "Rest");
    }

    /// <summary>Keys' function at distances up to 1.</summary>
    private static void EmitNear(CodeWriter writer, string share, string x)
    {
        string cubic = CodeWriter.Float(ResizeForm.UsualCubic + 2), square = CodeWriter.Float(ResizeForm.UsualCubic + 3);
        writer.Line($"float {share} = ({cubic} * {x} - {square}) * {x} * {x} + 1f;");
    }

    /// <summary>The same at distances from 1 to 2, of one less.</summary>
    private static void EmitFar(CodeWriter writer, string share, string less)
    {
        // ((a·x − 5a)·x + 8a)·x − 4a at x = u + 1 is a·u·(u − 1)².
        string a = CodeWriter.Float(ResizeForm.UsualCubic);
        writer.Line($"float {share} = {a} * {less} * ({less} - 1f) * ({less} - 1f);");
    }
}
