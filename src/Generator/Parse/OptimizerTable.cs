using Fusion.Compiler.Differentiate;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Every optimiser that an attribute on a training can name.</summary>
internal static class OptimizerTable
{
    private static readonly Dictionary<string, Func<NamedArguments, Optimizer>> s_optimizers = new()
    {
        ["Sgd"] = arguments => new Sgd(arguments.Number("Momentum", 0), arguments.Flag("Nesterov")),
        ["Adam"] = arguments => Adam(arguments, isDecoupled: false),
        ["AdamW"] = arguments => Adam(arguments, isDecoupled: true),
    };

    /// <summary>The optimiser that an attribute stands for; null where it is none.</summary>
    public static Optimizer? Read(AttributeData attribute)
    {
        if (!KnownTypes.IsNamed(attribute.AttributeClass?.BaseType, "Fusion.Training.OptimizerAttribute")) return null;
        if (!s_optimizers.TryGetValue(TypeReader.WithoutSuffix(attribute.AttributeClass!.Name), out var make)) return null;
        var arguments = new NamedArguments(attribute);
        return make(arguments) with
        {
            Decay = arguments.Number("WeightDecay", 0),
            DecaysAll = arguments.Flag("DecayAll"),
            Clip = arguments.Number("ClipNorm", 0),
        };
    }

    private static Adam Adam(NamedArguments arguments, bool isDecoupled) => new(
        arguments.Number("Beta1", 0.9), arguments.Number("Beta2", 0.999), arguments.Number("Epsilon", 1e-8), isDecoupled);
}
