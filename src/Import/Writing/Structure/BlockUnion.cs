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
        var uses = new List<(int, Use)>();
        foreach (var group in forms.Select((form, i) => (Form: form, Number: i)).GroupBy(pair => Signature(pair.Form)))
        {
            Body[] instances = [.. group.Select(pair => pair.Form)];
            var (body, arguments) = BlockParameters.Abstract(instances);
            var (name, summary) = TypeNames.Describe(Normal.Plain(instances[0]));
            body = Normal.Plain(body) with { Name = names.Take(name), Summary = summary };
            classes.Add(body);
            int at = 0;
            foreach (var (form, number) in group) uses.Add((number, Of(body, form, arguments[at++])));
        }

        return uses.OrderBy(pair => pair.Item1);
    }

    /// <summary>The class as text, without the numbers that may become parameters.</summary>
    private static string Signature(Body body)
    {
        Body masked = Normal.Map(body, (_, use) => use with
        {
            Slots = [.. use.Slots.Select(slot => BlockParameters.MayDiffer(use, slot) ? slot with { Expression = "?" } : slot)],
        });
        return string.Join("\n", masked.Fields.Select(field => $"{field.Name}: {string.Join(", ", AttributeWriter.Of(field))}"))
            + "\n" + string.Join(", ", body.InputNames) + "\n"
            + (masked.IsChain ? "" : string.Join("\n", ForwardWriter.Write(masked, "")));
    }

    private static Use Of(Body block, Body part, IReadOnlyList<Slot> arguments) =>
        new("Block", arguments, part.Inputs, part.Outputs[0])
        {
            Block = block,
            Parameters = [.. Naming.Parameters(part).Select(pair => new OwnParameter(pair.Key, pair.Value))],
            InputChannels = part.Steps.Select(step => step.Use)
                .FirstOrDefault(use => use.Inputs.Count > 0 && use.Inputs[0] == part.Inputs[0])
                ?.InputChannels ?? 0,
        };
}
