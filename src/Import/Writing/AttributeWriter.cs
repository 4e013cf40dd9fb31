namespace Fusion.Import.Writing;

/// <summary>Writes operations as attributes.</summary>
internal static class AttributeWriter
{
    /// <summary>The field's attributes, one text each, those of names included.</summary>
    public static IReadOnlyList<string> Of(Field field)
    {
        IReadOnlyList<string> defaults = PathRule.Defaults(field);
        // The only one of its sequence: its name says the number.
        if (field.Uses is [{ IsNumbered: true, Repeat: 1, RepeatExpression: null, HasAnyRepeat: false } only])
            return [Of(only, PathRule.Paths(field)[0])];
        var texts = field.Uses.Select((use, i) => Of(use, use.Wanted == defaults[i] ? null : use.Wanted));
        return field.Prefix is { } prefix ? [$"Prefix({Literals.Text(prefix)})", .. texts] : [.. texts];
    }

    private static string Of(Use use, string? name)
    {
        var positional = new List<string>();
        var named = new List<string>();
        foreach (Slot slot in Needed(use))
        {
            if (!slot.IsWritten) continue;
            string text = Literals.Of(use.Name, slot, isAttribute: true);
            if (use.Block is not null || Syntax.IsPositional(use.Name, slot.Name)) positional.Add(text);
            else named.Add($"{slot.Name} = {text}");
        }

        if (use.HasAnyRepeat) named.Add("Repeat");
        else if (use.RepeatExpression is { } repeat) named.Add($"Repeat = {Literals.Text(repeat)}");
        else if (use.Repeat > 1) named.Add($"Repeat = {use.Repeat}");
        if (name is not null) named.Add($"Name = {Literals.Text(name)}");
        string arguments = string.Join(", ", positional.Concat(named));
        string head = use.Block is { } block ? $"Block<{block.Name}>" : use.Name;
        return arguments.Length == 0 ? head : $"{head}({arguments})";
    }

    /// <summary>Of a block, without the last arguments where these are what they would be.</summary>
    private static IEnumerable<Slot> Needed(Use use)
    {
        int count = use.Slots.Count;
        if (use.Block is { } block)
        {
            while (count > 0 && use.Slots[count - 1] is { Expression: null, Value: { } value } && value.Equals(block.Defaults[count - 1]))
                count--;
        }

        return use.Slots.Take(count);
    }
}
