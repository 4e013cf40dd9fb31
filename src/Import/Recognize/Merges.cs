using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>Operations of one kind that follow each other and are one.</summary>
internal static class Merges
{
    public static Finding? Affines(EditableNode node) =>
        node is { Operation: Affine outer, Inputs: [{ Operation: Affine inner, Inputs: [var x] }] }
            ? new Finding(new Affine(outer.Scale * inner.Scale, outer.Scale * inner.Offset + outer.Offset), x) : null;

    /// <summary>Merged numbers without the digits that only say how products of floats were rounded: a declaration shows them.</summary>
    public static Finding? Shorten(EditableNode node) =>
        node is { Operation: Affine affine, Inputs: [var x] } && new Affine(Short(affine.Scale), Short(affine.Offset)) is var written
            && written != affine ? new Finding(written, x) : null;

    private static double Short(double number) => double.Parse(
        number.ToString("G12", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    public static Finding? Subsamples(EditableNode node) =>
        node is { Operation: Subsample outer, Inputs: [{ Operation: Subsample inner, Inputs: [var x] }] }
            ? new Finding(new Subsample([.. outer.Stride.Zip(inner.Stride, (a, b) => a * b)]), x) : null;
}
