namespace Fusion.Compiler.Emit.Members;

/// <summary>Prints what is known of a network without loading it: its constants and its description.</summary>
internal sealed class ConstantsEmitter(NetworkText text)
{
    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;
    private readonly Graph _first = text.Variants[0].Declared;

    public void Emit()
    {
        _writer.Summary("Trained parameters, without running statistics.");
        _writer.Line($"public const long ParameterCount = {_first.ParameterCount};");
        _writer.Line();
        _writer.Summary("Multiply-adds of convolutions and linear layers for one sample"
            + $"{(_variants.Count > 1 ? " of the first size" : "")}.");
        _writer.Line($"public const long MultiplyAdds = {_first.MultiplyAdds};");
        _writer.Line();
        _writer.Line("/// <summary>Memory for intermediate values that one running <c>Run</c> needs; the largest of all sizes.</summary>");
        _writer.Line($"public const long WorkspaceBytes = {_variants.Max(variant => variant.Plans[0].WorkspaceFloats) * 4};");
        _writer.Line();
        _writer.Summary("Which operations went into which kernel, and why others did not.");
        _writer.Line($"public const string FusionPlan = {text.Kernels(DescriptionEmitter.ClassName)}.FusionPlan;");
        _writer.Line();
        _writer.Summary("What the compiler knows about the network.");
        _writer.Line($"public static global::Fusion.NetworkInfo Description => {text.Kernels(DescriptionEmitter.ClassName)}.Info;");
        _writer.Line();
    }
}
