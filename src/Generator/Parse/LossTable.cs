using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Every loss that an attribute on a training can name. A new loss is a file of its own in Operations/Losses and a line
/// here.</summary>
internal static class LossTable
{
    private static readonly LossInput s_labels = new(LossTarget.Label, "labels"), s_teacher = new(LossTarget.Teacher, "teacher"),
        s_target = new(LossTarget.Value, "target"), s_mask = new(LossTarget.Mask, "mask"),
        // No name of C#, so that no input of the network has it.
        s_weights = new(LossTarget.LabelWeight, "labels.weights");

    private static readonly Dictionary<string, (Func<NamedArguments, Loss> Make, LossInput[] Inputs)> s_losses = new()
    {
        ["CrossEntropy"] =
            (arguments => new CrossEntropy(arguments.Number("Smoothing", 0), RuleOf(arguments) is not null), [s_labels, s_weights]),
        ["SoftLabels"] = (arguments => new SoftLabels(arguments.Number("Temperature", 4)), [s_teacher]),
        ["DecoupledSoftLabels"] = (arguments => new DecoupledSoftLabels(arguments.Number("Temperature", 4),
            arguments.Number("TargetWeight", 1), arguments.Number("OthersWeight", 8)), [s_teacher, s_labels]),
        ["MeanSquaredError"] =
            (arguments => IsMasked(arguments) ? new WeightedSquaredError() : new MeanSquaredError(), [s_target, s_mask]),
        ["MeanAbsoluteError"] = (arguments => new MeanAbsoluteError(IsMasked(arguments)), [s_target, s_mask]),
        ["SmoothL1"] = (arguments => new SmoothL1(arguments.Number("Beta", 1), IsMasked(arguments)), [s_target, s_mask]),
        ["BinaryCrossEntropy"] = (arguments => new BinaryCrossEntropy(IsMasked(arguments)), [s_target, s_mask]),
    };

    /// <summary>The loss that an attribute stands for; null where it is none.</summary>
    public static LossSpec? Read(AttributeData attribute)
    {
        if (!KnownTypes.IsNamed(attribute.AttributeClass?.BaseType, "Fusion.Training.LossAttribute")) return null;
        string name = TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
        if (!s_losses.TryGetValue(name, out var entry)) return null;
        var arguments = new NamedArguments(attribute);
        LabelRule? rule = name == "CrossEntropy" ? RuleOf(arguments) : null;
        LossInput[] inputs = [.. entry.Inputs.Where(input => input.Target switch
        {
            LossTarget.Mask => IsMasked(arguments),
            LossTarget.LabelWeight => rule is not null,
            _ => true,
        })];
        return new LossSpec(name, entry.Make(arguments), arguments.Text("Output"), inputs.ToEquatableArray(), arguments.Number("Weight", 1))
        {
            Labels = rule,
        };
    }

    private static bool IsMasked(NamedArguments arguments) => arguments.Flag("Mask");

    private static LabelRule? RuleOf(NamedArguments arguments)
    {
        int? ignored = arguments.Value("IgnoreLabel") as int?;
        EquatableArray<double> weights = arguments.Numbers("ClassWeights");
        return ignored is null && weights.Count == 0 ? null : new LabelRule(ignored, weights);
    }
}
