namespace Fusion.Import.Writing;

/// <summary>Makes the inside of a class of operations: fields, names, and the calls between them.</summary>
internal static class BodyBuilder
{
    /// <summary>The layer on the way around a block, which stands behind those of the block.</summary>
    private const string Shortcut = "shortcut";

    public static Body Build(IReadOnlyList<int> inputs, IReadOnlyList<Use> uses, IReadOnlyList<int> outputs, Identifiers identifiers)
    {
        IReadOnlyList<IReadOnlyList<Use>> groups = FieldGrouping.Group(uses, inputs, outputs);
        bool isWhole = IsChain(groups, inputs, outputs);
        bool[] isField = [.. groups.Select(group => FieldGrouping.IsField(group, isWhole))];
        string?[] names = Names(groups, isField, inputs);
        var naming = new FieldNaming(identifiers);
        var fields = new List<Field>();
        var steps = new List<Step>();
        for (int i = 0; i < groups.Count; i++)
        {
            IReadOnlyList<Use> group = groups[i];
            Field? field = null;
            if (isField[i])
            {
                field = group[0].Block is null ? fields.FirstOrDefault(known => IsSame(known.Uses, group)) : null;
                if (field is null) fields.Add(field = FieldFolding.Fold(naming.Name(Tied(fields, group), names[i]!)));
            }

            steps.Add(new Step(field, group[0], group[^1].Result));
        }

        return new Body(inputs, [.. fields.OrderBy(field => field.Name == Shortcut)], steps, outputs);
    }

    /// <summary>After their parameters, or after their kind; these are counted where there are several.</summary>
    private static string?[] Names(IReadOnlyList<IReadOnlyList<Use>> groups, bool[] isField, IReadOnlyList<int> inputs)
    {
        string?[] names = [.. groups.Select((group, i) =>
            !isField[i] ? null : IsShortcut(groups, group, inputs) ? Shortcut : FieldNaming.KindOf(group))];
        var counts = names.Where(name => name is not null).GroupBy(name => name!).ToDictionary(group => group.Key, group => group.Count());
        var numbers = new Dictionary<string, int>();
        string?[] own = PathNames.Of([.. groups.Select((group, i) => isField[i] ? group : [])]);
        for (int i = 0; i < names.Length; i++)
        {
            if (own[i] is not null)
            {
                names[i] = own[i];
                continue;
            }

            if (names[i] is not { } name || counts[name] == 1 || groups[i][0].Name == "Parameter") continue;
            numbers[name] = numbers.GetValueOrDefault(name) + 1;
            names[i] = name + numbers[name].ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return names;
    }

    /// <summary>Whether a layer brings the input to the sizes of what it is added to.</summary>
    private static bool IsShortcut(IReadOnlyList<IReadOnlyList<Use>> groups, IReadOnlyList<Use> group, IReadOnlyList<int> inputs) =>
        inputs.Count == 1 && group[0].Inputs is [var input] && input == inputs[0] && group.Count(use => use.IsLayer) == 1
        && group.All(use => use.IsLayer || use.IsNorm) && groups.Any(other => other != group && other[0].Inputs.Contains(input))
        && groups.Any(other => other[0].Name == "Add" && other[0].Inputs.Contains(group[^1].Result))
        && group[0].Argument("kernel") is 1;

    private static bool IsChain(IReadOnlyList<IReadOnlyList<Use>> groups, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs)
    {
        if (inputs.Count != 1 || outputs.Count != 1) return false;
        int value = inputs[0];
        foreach (var group in groups)
        {
            if (group[0].Inputs is not [var input] || input != value || group.Any(use => !use.CanBeLayer)) return false;
            value = group[^1].Result;
        }

        return value == outputs[0];
    }

    /// <summary>Whether two groups are one layer that is called twice.</summary>
    private static bool IsSame(IReadOnlyList<Use> first, IReadOnlyList<Use> second) => first.Count == second.Count
        && first.Any(use => use.HasParameters)
        && first.Zip(second).All(pair => pair.First.Name == pair.Second.Name && pair.First.Slots.SequenceEqual(pair.Second.Slots)
            && pair.First.Parameters.Select(parameter => parameter.Name)
                .SequenceEqual(pair.Second.Parameters.Select(parameter => parameter.Name)));

    /// <summary>Operations that share parameters with others of another kind name them as these do.</summary>
    private static IReadOnlyList<Use> Tied(List<Field> fields, IReadOnlyList<Use> group)
    {
        var known = new Dictionary<string, string>();
        foreach (Field field in fields)
            foreach (var (path, use) in PathRule.Paths(field).Zip(field.Uses))
                foreach (OwnParameter parameter in use.Parameters)
                    known[parameter.Name] = ParameterPath.Join(path, parameter.Suffix);
        return [.. group.Select(use =>
        {
            OwnParameter? tied = use.Parameters.FirstOrDefault(parameter => known.ContainsKey(parameter.Name));
            if (tied is null) return use;
            string path = known[tied.Name];
            if (tied.Suffix.Length == 0) return use with { Wanted = path };
            return path.EndsWith("." + tied.Suffix, StringComparison.Ordinal)
                ? use with { Wanted = path[..^(tied.Suffix.Length + 1)] }
                : throw new DeclarationException($"The parameter '{tied.Name}' is shared in a way that cannot be declared.");
        })];
    }
}
