namespace Fusion.Import.Writing;

/// <summary>Writes a block that is applied several times in a row once, with a number.</summary>
internal static class FieldFolding
{
    public static Field Fold(Field field)
    {
        if (field.Uses is [{ Block: not null, Wanted: { } only } single] && only == ParameterPath.Join(field.Prefix ?? field.Name, "0"))
            return field with { Uses = [single with { Wanted = null, IsNumbered = true }] };
        if (field.Uses.Count < 2) return field;
        IReadOnlyList<string> defaults = PathRule.Defaults(field), paths = PathRule.Paths(field);
        var folded = new List<Use>();
        for (int i = 0; i < field.Uses.Count; i++)
        {
            Use use = field.Uses[i];
            bool hasDefault = paths[i] == defaults[i];
            if (folded.Count > 0 && hasDefault && IsSame(folded[^1], use) && folded[^1].Wanted is null)
                folded[^1] = Joined(folded[^1], use, paths[i - 1], paths[i]);
            else folded.Add(use with { Wanted = hasDefault ? null : use.Wanted });
        }

        // What all names say themselves need not stand before them.
        bool isSaid = field.Prefix is { Length: > 0 } && folded.All(use => use.Wanted is not null || !use.HasParameters);
        return field with { Uses = folded, Prefix = isSaid ? null : field.Prefix };
    }

    private static bool IsSame(Use first, Use second) => first.Block is not null && ReferenceEquals(first.Block, second.Block)
        && first.Slots.SequenceEqual(second.Slots);

    private static Use Joined(Use first, Use next, string firstPath, string nextPath) => first with
    {
        Repeat = first.Repeat + 1,
        Result = next.Result,
        Parameters =
        [
            .. first.Repeat > 1 ? first.Parameters : Full(first, firstPath), .. Full(next, nextPath),
        ],
    };

    /// <summary>Parameters with their whole names in the class, since the repetitions have different paths.</summary>
    private static IEnumerable<OwnParameter> Full(Use use, string path) =>
        use.Parameters.Select(parameter => parameter with { Suffix = ParameterPath.Join(path, parameter.Suffix) });
}
