using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>Operations of one kind that follow each other and are one.</summary>
internal static class Merges
{
    public static Finding? Affines(EditableNode node) =>
        node is { Operation: Affine outer, Inputs: [{ Operation: Affine inner, Inputs: [var x] }] }
            ? new Finding(new Affine(outer.Scale * inner.Scale, outer.Scale * inner.Offset + outer.Offset), x) : null;

    public static Finding? Subsamples(EditableNode node) =>
        node is { Operation: Subsample outer, Inputs: [{ Operation: Subsample inner, Inputs: [var x] }] }
            ? new Finding(new Subsample([.. outer.Stride.Zip(inner.Stride, (a, b) => a * b)]), x) : null;
}
