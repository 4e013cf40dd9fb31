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

    /// <summary>The smallest normal one; what is less counts as 0 in many kernels.</summary>
    private const double SmallestFloat = 1.1754943508222875e-38;

    private const string Base = "Fusion.Training.";

    /// <summary>The first mistake; null where there is none.</summary>
    public static DeclarationMistake? Find(INamedTypeSymbol type) =>
        FindRole(type, KnownTypes.TrainingAttribute) ?? FindOptimizer(type) ?? FindMember(type);

    /// <summary>What else the class is: what is generated for one would be in the way of the other.</summary>
    /// <param name="own">The attribute that the mistake is about.</param>
    public static DeclarationMistake? FindRole(INamedTypeSymbol type, string own)
    {
        string noun = own == KnownTypes.TrainingAttribute ? "training" : "alignment";
        string mend = noun == "training" ? "a training is a class of its own, which names the network."
            : "an alignment is a class of its own, which names both networks.";
        if (KnownTypes.Has(type, KnownTypes.FusedNetworkAttribute)) return new($"the class is a network as well; {mend}");
        if (KnownTypes.Has(type, KnownTypes.BlockAttribute)) return new($"the class is a block as well; {mend}");
        return noun == "alignment" && KnownTypes.Has(type, KnownTypes.TrainingAttribute) ? new($"the class is a training as well; {mend}")
            : null;
    }

    /// <summary>What is wrong with the optimiser, or a number in any of the attributes; null where nothing is.</summary>
    public static DeclarationMistake? FindOptimizer(INamedTypeSymbol type)
    {
        var attributes = type.GetAttributes();
        int[] optimizers = [.. Enumerable.Range(0, attributes.Length).Where(i => OptimizerTable.Read(attributes[i]) is not null)];
        if (optimizers.Length > 1)
        {
            string names = string.Join("] and [", optimizers.Select(i => NameOf(attributes[i])));
            return new($"there are {optimizers.Length} optimisers, [{names}]; keep one.", optimizers[1]);
        }
        for (int i = 0; i < attributes.Length; i++)
        {
            if (IsOfTraining(attributes[i]) && FindNumber(attributes[i]) is { } mistake) return new(mistake, i);
            if (OptimizerTable.Read(attributes[i]) is Compiler.Differentiate.Sgd { Nesterov: true, Momentum: 0 })
                return new("[Sgd] has no momentum along which Nesterov = true could look ahead; say its Momentum, such as 0.9.", i);
        }
        return null;
    }

    /// <summary>An attribute of trainings, or of alignments, on a class that is none; null where there is none.</summary>
    public static DeclarationMistake? FindStray(INamedTypeSymbol type)
    {
        bool isTraining = KnownTypes.Has(type, KnownTypes.TrainingAttribute), isAlignment = AlignmentReader.Find(type) is not null;
        var attributes = type.GetAttributes();
        for (int i = 0; i < attributes.Length && !isTraining; i++)
        {
            string name = NameOf(attributes[i]);
            bool isOptimizer = IsA(attributes[i], "OptimizerAttribute");
            bool isLoss = IsA(attributes[i], "LossAttribute")
                || attributes[i].AttributeClass?.OriginalDefinition.ToDisplayString() == Base + "AlignAttribute<TAlignment>";
            if (isAlignment && isLoss)
                return new($"[{name}] is a loss of trainings; an alignment has the one that its Loss says; leave it out.", i);
            if (!isAlignment && (isOptimizer || isLoss))
                return new($"[{name}] is of a training, but the class is none; put [Training(typeof(Student))] with the network's class "
                    + "before it.", i);
        }
        return null;
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

    private static string? FindNumber(AttributeData attribute)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Value.Kind != TypedConstantKind.Primitive || argument.Value.Value is not double value) continue;
            string found = $"{argument.Key} of [{NameOf(attribute)}] is {value.ToString("R", CultureInfo.InvariantCulture)}";
            if (double.IsNaN(value) || double.IsInfinity(value)) return found + ", but a finite number was expected.";
            if (Outside(argument.Key, value) is { } range) return $"{found}, but it must be {range}.";
            if (Math.Abs(value) > float.MaxValue || (value != 0 && Math.Abs(value) < SmallestFloat))
                return found + ", but a step computes with 32-bit floats, whose numbers lie between 1.2E-38 and 3.4E+38.";
        }
        return null;
    }

    /// <summary>The range that a number lies outside of, in words; null where it does not.</summary>
    private static string? Outside(string property, double value)
    {
        if (!s_ranges.TryGetValue(property, out var range)) return null;
        bool isTooSmall = range.Above ? value <= range.Least : value < range.Least;
        bool isTooLarge = range.Below ? value >= range.Most : value > range.Most;
        if (!isTooSmall && !isTooLarge) return null;
        string least = $"{(range.Above ? "more than" : "at least")} {range.Least.ToString(CultureInfo.InvariantCulture)}";
        string most = range.Most == double.MaxValue ? ""
            : $" and {(range.Below ? "less than" : "at most")} {range.Most.ToString(CultureInfo.InvariantCulture)}";
        return least + most;
    }

    private static DeclarationMistake? FindMember(INamedTypeSymbol type)
    {
        if (FindTaken(type, TrainingNames.Declared) is { } mistake) return new(mistake);
        ISymbol? layer = type.GetMembers().FirstOrDefault(member => member is IFieldSymbol { Type.Name: "Layer" });
        return layer is null ? null
            : new($"the class has a layer, '{layer.Name}', which belongs into the network; a training only names losses and an optimiser.");
    }

    private static bool IsA(AttributeData attribute, string parent) =>
        attribute.AttributeClass?.BaseType?.OriginalDefinition.ToDisplayString() == Base + parent;

    private static bool IsOfTraining(AttributeData attribute) =>
        attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == "Fusion.Training";

    private static string NameOf(AttributeData attribute) => TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
}
