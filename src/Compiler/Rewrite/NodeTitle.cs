namespace Fusion.Compiler.Rewrite;

/// <summary>What values are called in sentences and plans.</summary>
internal static class NodeTitle
{
    /// <summary>Where it was declared; of what a function makes in the network's own <c>Forward</c>, and has no name, the
    /// operations.</summary>
    public static string Of(string name, Operation operation) => name.Length > 0 ? name : Work(operation);

    /// <summary>A step of an epilogue in the words of a declaration.</summary>
    public static string Of(Operation step) => step is GradientStep gradient ? $"gradient of {gradient.Source.Function.Kind}" : step.Kind;

    private static string Work(Operation operation) => operation switch
    {
        Fused { Core: Copy } fused => string.Join(", ", fused.Epilogue.Select(Of)),
        Fused fused => Work(fused.Core),
        PackedConvolution layers => string.Join(" + ", layers.Parts.Select(part => Work(part.Source))),
        MergedLayer merged => merged.Description,
        Batched batched => Work(batched.Each),
        _ => operation.Kind,
    };
}
