namespace Fusion.Import.Writing.Structure;

/// <summary>Finds which parts are the same block.</summary>
internal static class BlockUnion
{
    /// <summary>For each part its number and the use of the block that stands for it; the blocks are added to the classes.</summary>
    public static IEnumerable<(int Number, Use Use)> Unite(IReadOnlyList<Body> parts, TypeNames names, List<Body> classes)
    {
        var forms = parts.Select(Normal.Form).ToList();
        if (forms.Any(form => form.Fields is [{ Uses: [{ Name: "Conv" }, { IsNorm: true }, { Name: "Activate" }] }]))
            forms = [.. forms.Select(Normal.WithActivation)];
        if (forms.Exists(Normal.IsAsymmetric)) forms = [.. forms.Select(Normal.WithPaddingEnd)];
        var groups = forms.Select((form, i) => (Instance: new Instance(form, form), Number: i))
            .GroupBy(pair => Signature(pair.Instance.Own)).Select(group => (Members: group.ToList(), Step: -1)).ToList();
        Merge(groups);
        var uses = new List<(int, Use)>();
        foreach (var (members, step) in groups)
        {
            Instance[] instances = [.. members.Select(pair => pair.Instance)];
            var (body, arguments) = BlockParameters.Abstract(instances, step);
            var (name, summary) = TypeNames.Describe(instances[0].Form, Stem(instances));
            body = Normal.Plain(body) with { Name = names.Take(name), Summary = summary };
            classes.Add(body);
            for (int i = 0; i < members.Count; i++) uses.Add((members[i].Number, Of(body, members[i].Instance.Own, arguments[i])));
        }

        return uses.OrderBy(pair => pair.Item1);
    }

    private static string Stem(Instance[] instances) =>
        instances.Select(instance => TypeNames.Stem(instance.Own)).Distinct().ToList() is [var stem] ? stem : "";

    /// <summary>The fields as text, without the numbers that may become parameters.</summary>
    public static IEnumerable<string> Fields(Body body, Field? except = null)
    {
        Body masked = Normal.Map(body, (_, use) => Masked(use) with { HasAnyRepeat = use.Repeat > 1 || use.IsNumbered });
        return masked.Fields.Where(field => field.Name != except?.Name)
            .Select(field => $"{field.Name}: {string.Join(", ", AttributeWriter.Of(field))}");
    }

    private static void Merge(List<(List<(Instance Instance, int Number)> Members, int Step)> groups)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            for (int j = 0; j < groups.Count; j++)
            {
                if (i == j || groups[i].Step >= 0 || groups[j].Step >= 0
                    || Variant.Find(groups[i].Members[0].Instance.Own, groups[j].Members[0].Instance.Own) is not { } variant) continue;
                var others = groups[j].Members.Select(member =>
                    (new Instance(member.Instance.Own, variant.Form(member.Instance.Own), IsOther: true), member.Number));
                groups[i] = ([.. groups[i].Members, .. others], variant.Step);
                groups.RemoveAt(j);
                if (j < i) i--;
                break;
            }
        }
    }

    private static string Signature(Body body) => string.Join("\n", Fields(body)) + "\n" + string.Join(", ", body.InputNames) + "\n"
        + string.Join("\n", Calls(body));

    /// <summary>How the fields are connected, without the numbers that may become parameters.</summary>
    public static string[] Calls(Body body) => [.. ForwardWriter.Write(
        body with { Steps = [.. body.Steps.Select(step => step.Field is null ? step with { Use = Masked(step.Use) } : step)] }, "")];

    private static Use Masked(Use use) => use with
    {
        Slots = [.. use.Slots.Select(slot =>
            BlockParameters.MayDiffer(use, slot) && !Terms.IsOperator(use) ? slot with { Expression = "?" } : slot)],
    };

    private static Use Of(Body block, Body part, IReadOnlyList<Slot> arguments) =>
        new("Block", arguments, part.Inputs, part.Outputs[0])
        {
            Block = block,
            Parameters = [.. Naming.Parameters(part).Select(pair => new OwnParameter(pair.Key, pair.Value))],
            InputChannels = part.InputChannels,
        };
}
