namespace Fusion.Import.Writing.Structure;

/// <summary>One use of a block before it is one.</summary>
/// <param name="Own">The part as it is, for its names.</param>
/// <param name="Form">In the form of the block, which may have a layer that the part does not.</param>
/// <param name="IsOther">Whether the shortcut is the other one: the input itself where others have a layer, none where others have
/// it.</param>
internal sealed record Instance(Body Own, Body Form, bool IsOther = false);

/// <summary>An argument of a layer that a part does not have: any value will do.</summary>
internal sealed class Anything
{
    public static Anything Value { get; } = new();

    public override string ToString() => "?";
}

/// <summary>Blocks that differ in their shortcut only: a layer or the input itself, an addition or none.</summary>
internal static class Variant
{
    /// <summary>The group as instances of the other's form; null where it is no variant of it.</summary>
    /// <param name="full">The block with the layer, or the addition.</param>
    /// <param name="less">The part without.</param>
    /// <returns>The forms and the step that is conditional.</returns>
    public static (int Step, Func<Body, Body> Form)? Find(Body full, Body less)
    {
        if (full.Inputs.Count != 1 || less.Inputs.Count != 1 || full.Steps.Count != less.Steps.Count + 1) return null;
        string[] texts = BlockUnion.Calls(less);
        for (int i = 0; i < full.Steps.Count; i++)
        {
            Step step = full.Steps[i];
            if (!full.Steps.Where((_, other) => other != i).Select(NameOf).SequenceEqual(less.Steps.Select(NameOf))) continue;
            if (step.Field is { IsParameter: false } field && step.Use.Inputs[0] == full.Inputs[0]
                && BlockUnion.Fields(full, field).SequenceEqual(BlockUnion.Fields(less))
                && BlockUnion.Calls(full).Select(line => line.Replace($"{field.Name}(x)", "x")).SequenceEqual(texts))
                return (i, body => With(full, body, field, i));
            if (step is { Field: null, Use.Name: "Add" } && step.Use.Inputs.Contains(full.Inputs[0]) && i == full.Steps.Count - 1
                && BlockUnion.Fields(full).SequenceEqual(BlockUnion.Fields(less)) && IsSumOf(full, step, less))
                return (i, body => With(full, body, null, i));
        }

        return null;
    }

    private static string NameOf(Step step) => step.Field?.Name ?? step.Use.Name;

    private static bool IsSumOf(Body full, Step sum, Body less)
    {
        int other = sum.Use.Inputs[0] == full.Inputs[0] ? sum.Use.Inputs[1] : sum.Use.Inputs[0];
        Body bare = full with { Steps = [.. full.Steps.SkipLast(1)], Outputs = [other] };
        return other != full.Inputs[0] && BlockUnion.Calls(bare).SequenceEqual(BlockUnion.Calls(less));
    }

    /// <param name="full">The block.</param>
    /// <param name="less">The part that has a step less.</param>
    /// <param name="missing">The field that it does not have; null where it is an addition.</param>
    /// <param name="at">The step that it does not have.</param>
    private static Body With(Body full, Body less, Field? missing, int at)
    {
        IReadOnlyList<Field> fields = [.. full.Fields.Select(field => field != missing
            ? less.Fields.First(own => own.Name == field.Name)
            : field with { Uses = [.. field.Uses.Select(use => Any(use, less))] })];
        return full with
        {
            Fields = fields,
            Steps = [.. full.Steps.Select((step, i) => step.Field is { } field
                ? step with { Field = fields[full.Fields.ToList().IndexOf(field)] }
                : i == at ? step : step with { Use = less.Steps[i < at ? i : i - 1].Use })],
        };
    }

    private static Use Any(Use use, Body less) => use with
    {
        InputChannels = less.InputChannels,
        Slots = [.. use.Slots.Select(slot => BlockParameters.MayDiffer(use, slot) ? slot with { Value = Anything.Value } : slot)],
    };
}
