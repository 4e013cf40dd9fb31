using System.Globalization;
using Fusion.Compiler.Emit.Training;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Mistakes of a training that its attributes and members show by themselves.</summary>
internal static class TrainingCheck
{
    /// <summary>Properties that are numbers, with the least value and whether the number must be greater, and the greatest
    /// likewise.</summary>
    private static readonly Dictionary<string, (double Least, bool Above, double Most, bool Below)> s_ranges = new()
    {
        ["StatisticsMomentum"] = (0, false, 1, false),
        ["Weight"] = (0, true, double.MaxValue, false),
        ["TargetWeight"] = (0, false, double.MaxValue, false),
        ["OthersWeight"] = (0, false, double.MaxValue, false),
        ["WeightDecay"] = (0, false, double.MaxValue, false),
        ["ClipNorm"] = (0, false, double.MaxValue, false),
        ["Momentum"] = (0, false, 1, true),
        ["Beta1"] = (0, false, 1, true),
        ["Beta2"] = (0, false, 1, true),
        ["Epsilon"] = (0, true, double.MaxValue, false),
    };

    /// <summary>The first mistake, as a sentence; empty where there is none.</summary>
    public static string Find(INamedTypeSymbol type)
    {
        if (KnownTypes.Has(type, KnownTypes.FusedNetworkAttribute))
            return "the class is a network as well; a training is a class of its own, which names the network.";
        return FindOptimizer(type) ?? FindMember(type) ?? "";
    }

    /// <summary>What is wrong with the optimiser, or a number in any of the attributes; null where nothing is.</summary>
    public static string? FindOptimizer(INamedTypeSymbol type)
    {
        AttributeData[] optimizers = [.. type.GetAttributes().Where(attribute => OptimizerTable.Read(attribute) is not null)];
        if (optimizers.Length > 1)
            return $"there are {optimizers.Length} optimisers, [{string.Join("] and [", optimizers.Select(NameOf))}]; keep one.";
        return FindNumber(type);
    }

    /// <summary>Why members of a class are in the way of generated ones; null where they are not.</summary>
    public static string? FindTaken(INamedTypeSymbol type, IReadOnlyList<string> generated)
    {
        if (generated.Contains(type.Name))
            return $"the class is called '{type.Name}', as one of its generated members is; rename it.";
        ISymbol? taken = type.GetMembers()
            .FirstOrDefault(member => !member.IsImplicitlyDeclared && generated.Contains(member.Name)
            && !member.DeclaringSyntaxReferences.All(place => place.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)));
        return taken is null ? null : $"the class has a member '{taken.Name}', which is the name of a generated one; rename it.";
    }

    private static string? FindNumber(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes().Where(IsOfTraining))
        {
            foreach (var argument in attribute.NamedArguments)
            {
                if (argument.Value.Kind != TypedConstantKind.Primitive || argument.Value.Value is not double value) continue;
                string found = $"{argument.Key} of [{NameOf(attribute)}] is {value.ToString("R", CultureInfo.InvariantCulture)}";
                if (double.IsNaN(value) || double.IsInfinity(value)) return found + ", but a finite number was expected.";
                if (!s_ranges.TryGetValue(argument.Key, out var range)) continue;
                bool isTooSmall = range.Above ? value <= range.Least : value < range.Least;
                bool isTooLarge = range.Below ? value >= range.Most : value > range.Most;
                if (!isTooSmall && !isTooLarge) continue;
                string least = $"{(range.Above ? "more than" : "at least")} {range.Least.ToString(CultureInfo.InvariantCulture)}";
                string most = range.Most == double.MaxValue ? ""
                    : $" and {(range.Below ? "less than" : "at most")} {range.Most.ToString(CultureInfo.InvariantCulture)}";
                return $"{found}, but it must be {least}{most}.";
            }
        }
        return null;
    }

    private static string? FindMember(INamedTypeSymbol type)
    {
        if (FindTaken(type, TrainingNames.Declared) is { } mistake) return mistake;
        ISymbol? layer = type.GetMembers().FirstOrDefault(member => member is IFieldSymbol { Type.Name: "Layer" });
        return layer is null ? null
            : $"the class has a layer, '{layer.Name}', which belongs into the network; a training only names losses and an optimiser.";
    }

    private static bool IsOfTraining(AttributeData attribute) =>
        attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == "Fusion.Training";

    private static string NameOf(AttributeData attribute) => TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
}
