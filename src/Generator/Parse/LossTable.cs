using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Every loss that an attribute on a training can name. A new loss is a file of its own in Operations/Losses and a line
/// here.</summary>
internal static class LossTable
{
    private static readonly Dictionary<string, (Func<NamedArguments, Loss> Make, LossTarget Target, string Input)> s_losses = new()
    {
        ["CrossEntropy"] = (arguments => new CrossEntropy(arguments.Number("Smoothing", 0)), LossTarget.Label, "labels"),
        ["SoftLabels"] = (arguments => new SoftLabels(arguments.Number("Temperature", 4)), LossTarget.Teacher, "teacher"),
        ["MeanSquaredError"] = (_ => new MeanSquaredError(), LossTarget.Value, "target"),
        ["MeanAbsoluteError"] = (_ => new MeanAbsoluteError(), LossTarget.Value, "target"),
        ["SmoothL1"] = (arguments => new SmoothL1(arguments.Number("Beta", 1)), LossTarget.Value, "target"),
        ["BinaryCrossEntropy"] = (_ => new BinaryCrossEntropy(), LossTarget.Value, "target"),
    };

    /// <summary>The loss that an attribute stands for; null where it is none.</summary>
    public static LossSpec? Read(AttributeData attribute)
    {
        if (!KnownTypes.IsNamed(attribute.AttributeClass?.BaseType, "Fusion.Training.LossAttribute")) return null;
        string name = TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
        if (!s_losses.TryGetValue(name, out var entry)) return null;
        var arguments = new NamedArguments(attribute);
        return new LossSpec(name, entry.Make(arguments), arguments.Text("Output"), entry.Target, entry.Input,
            arguments.Number("Weight", 1));
    }
}
