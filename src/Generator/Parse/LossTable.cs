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
        s_target = new(LossTarget.Value, "target");

    private static readonly Dictionary<string, (Func<NamedArguments, Loss> Make, LossInput[] Inputs)> s_losses = new()
    {
        ["CrossEntropy"] = (arguments => new CrossEntropy(arguments.Number("Smoothing", 0)), [s_labels]),
        ["SoftLabels"] = (arguments => new SoftLabels(arguments.Number("Temperature", 4)), [s_teacher]),
        ["DecoupledSoftLabels"] = (arguments => new DecoupledSoftLabels(arguments.Number("Temperature", 4),
            arguments.Number("TargetWeight", 1), arguments.Number("OthersWeight", 8)), [s_teacher, s_labels]),
        ["MeanSquaredError"] = (_ => new MeanSquaredError(), [s_target]),
        ["MeanAbsoluteError"] = (_ => new MeanAbsoluteError(), [s_target]),
        ["SmoothL1"] = (arguments => new SmoothL1(arguments.Number("Beta", 1)), [s_target]),
        ["BinaryCrossEntropy"] = (_ => new BinaryCrossEntropy(), [s_target]),
    };

    /// <summary>The loss that an attribute stands for; null where it is none.</summary>
    public static LossSpec? Read(AttributeData attribute)
    {
        if (!KnownTypes.IsNamed(attribute.AttributeClass?.BaseType, "Fusion.Training.LossAttribute")) return null;
        string name = TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
        if (!s_losses.TryGetValue(name, out var entry)) return null;
        var arguments = new NamedArguments(attribute);
        return new LossSpec(name, entry.Make(arguments), arguments.Text("Output"), entry.Inputs.ToEquatableArray(),
            arguments.Number("Weight", 1));
    }
}
