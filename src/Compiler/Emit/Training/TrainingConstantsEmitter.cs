using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints what is known of a training, or of an alignment, without beginning it.</summary>
internal sealed class TrainingConstantsEmitter(NetworkText text, TrainingClass training)
{
    private readonly CodeWriter _writer = text.Writer;
    private readonly CompiledVariant _step = text.Variants[0];

    /// <summary>The programs that decide how a training goes on: an evaluation has no part in it.</summary>
    private IEnumerable<CompiledVariant> Updating =>
        text.Variants.Where((_, i) => text.Class.ProgramOf(i) != TrainingClass.EvaluationProgram);

    public void Emit()
    {
        string description = text.Kernels(DescriptionEmitter.ClassName);
        _writer.Summary("Memory for the values of one step, in bytes: what is kept for the gradients, and the gradients.");
        _writer.Line($"public const long WorkspaceBytes = {text.Variants.Max(variant => variant.Plans[0].WorkspaceFloats) * 4};");
        _writer.Line();
        _writer.Summary("Which operations went into which kernel, and why others did not.");
        _writer.Line($"public const string FusionPlan = {description}.FusionPlan;");
        _writer.Line();
        _writer.Summary("What the compiler knows about a step.");
        _writer.Line($"public static global::Fusion.NetworkInfo Description => {description}.Info;");
        _writer.Line();
        EmitInfo();
    }

    private void EmitInfo()
    {
        var offsets = text.Parameters.Select(parameter => CodeWriter.Number(text.Main.OffsetOf(parameter)));
        var terms = training.Terms.Select(term => $"new({Escape.Literal(term.Name)}, {WeightSources.Double(term.Weight)})");
        _writer.Line("private static global::Fusion.Training.TrainingInfo TrainingInfo => new(");
        _writer.Line($"    {Escape.Literal(training.Network)}, {training.Samples},");
        _writer.Line($"    [{string.Join(", ", offsets)}],");
        _writer.Line($"    [{string.Join(", ", terms)}],");
        _writer.Line($"    [{string.Join(", ", _step.Declared.Inputs.Select(node => training.ClassesOf(((Input)node.Operation).Name)))}],");
        _writer.Line($"    {WeightSources.Double(training.Betas.First)}, {WeightSources.Double(training.Betas.Second)},");
        _writer.Line($"    [{string.Join(", ", training.Connectors.Select(Escape.Literal))}])");
        _writer.Line("{");
        _writer.Line($"    Declaration = {Escape.Literal(training.Declaration)},");
        _writer.Line($"    Fingerprint = \"{TrainingFingerprint.Of(Updating.Select(variant => variant.Declared), training)}\",");
        if (training.BiasedConnectors.Count > 0)
            _writer.Line($"    BiasedConnectors = [{string.Join(", ", training.BiasedConnectors.Select(Escape.Literal))}],");
        if (training.Probabilities.Count > 0)
            _writer.Line($"    Probabilities = [{string.Join(", ", training.Probabilities.Select(text.PlaceOf))}],");
        if (training.Masks.Count > 0)
            _writer.Line($"    Masks = [{string.Join(", ", training.Masks.Select(MaskText))}],");
        if (training.LabelInputs.Count > 0)
            _writer.Line($"    LabelRules = [{string.Join(", ", training.LabelInputs.Select(RuleText))}],");
        if (training.Projections.Count > 0) WeightProjectionText.Emit(_writer, training.Projections);
        _writer.Line("};");
        _writer.Line();
    }

    private string MaskText((string Target, string Mask) masked) => $"new({text.PlaceOf(masked.Target)}, {text.PlaceOf(masked.Mask)})";

    private string RuleText(LabelInput input)
    {
        string ignored = input.Rule.Ignored is { } label ? CodeWriter.Number(label) : "null";
        string weights = string.Join(", ", input.Rule.ClassWeights.Select(WeightSources.Double));
        return $"new({text.PlaceOf(input.Labels)}, {text.PlaceOf(input.Weights)}, {ignored}, [{weights}])";
    }
}
