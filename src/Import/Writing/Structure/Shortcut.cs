namespace Fusion.Import.Writing.Structure;

/// <summary>When the shortcut of a block is its input itself: where the sizes stay.</summary>
internal static class Shortcut
{
    /// <summary>Whether the instances differ in an addition, and not in a layer on the shortcut.</summary>
    public static bool IsSum(IEnumerable<Instance> instances) => instances.First(instance => instance.IsOther) is var other
        && other.Form.Steps.Count(step => step.Field is null) > other.Own.Steps.Count(step => step.Field is null);

    /// <summary>Which of the instances keep their input: where a layer is left out, the shortcut is the input; where the sum is, there is
    /// none.</summary>
    public static bool[] Keeps(IReadOnlyCollection<Instance> instances)
    {
        bool isSum = IsSum(instances);
        return [.. instances.Select(instance => instance.IsOther != isSum)];
    }

    /// <summary>A condition over the block's input and parameters that tells the instances apart; null where there is none.</summary>
    public static string? Condition(Instance[] instances, IReadOnlyList<Field> fields, IReadOnlyList<BlockParameter> parameters)
    {
        bool[] keeps = Keeps(instances);
        BlockParameter? stride = parameters.FirstOrDefault(parameter => parameter.Name == "stride");
        foreach (bool isStrided in new[] { true, false })
        {
            if (isStrided && stride is null) continue;
            for (int f = fields.Count - 1; f >= 0; f--)
            {
                for (int u = fields[f].Uses.Count - 1; u >= 0; u--)
                {
                    Use use = fields[f].Uses[u];
                    int s = use.Slots.ToList().FindIndex(slot => slot.Name is "outputs" or "width");
                    if (s < 0 || use.Slots[s] is not { } slot || slot.Expression?.Contains("x.") == true) continue;
                    bool[] holds = [.. instances.Select((instance, i) => instance.Own.InputChannels is > 0 and var channels
                        && instance.Form.Fields[f].Uses[u].Slots[s].Value is int outputs
                        && channels == outputs && (!isStrided || stride!.Values[i] is 1))];
                    if (!holds.SequenceEqual(keeps)) continue;
                    string width = slot.Expression ?? Literals.Of(use.Name, slot, isAttribute: false);
                    return (isStrided ? "stride == 1 && " : "") + $"x.Channels == {width}";
                }
            }
        }

        return stride is not null && stride.Values.Select(value => value is 1).SequenceEqual(keeps) ? "stride == 1" : null;
    }
}
