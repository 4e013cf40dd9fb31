namespace Fusion.Import.Writing.Structure;

/// <summary>
/// Layers in a form in which those that differ in numbers only look alike: arguments that need not be said are said, activations are a
/// value. And back.
/// </summary>
internal static class Normal
{
    /// <summary>What an argument is where it is not given.</summary>
    private static readonly Dictionary<(string, string), object> s_defaults = new()
    {
        [("Conv", "Stride")] = 1,
        [("Conv", "Dilation")] = 1,
        [("Conv", "Groups")] = 1,
        [("DepthwiseConv", "Stride")] = 1,
        [("DepthwiseConv", "Dilation")] = 1,
        [("BatchNorm", "Epsilon")] = 1e-5,
        [("LayerNorm", "Epsilon")] = 1e-5,
        [("SqueezeExcite", "Reduction")] = 16,
    };

    public static object? Default(Use use, Slot slot) =>
        s_defaults.GetValueOrDefault((use.Name, slot.Name)) ?? (slot.Name == "PaddingEnd" ? PaddingEnd(use) : null);

    public static Body Form(Body body) => Map(body, (field, use) => Activation(Said(Grouped(field, use))));

    /// <summary>A field's last activation, if only that there is none.</summary>
    public static Body WithActivation(Body body) =>
        body.Fields is [{ Uses: [{ Name: "Conv" }, { IsNorm: true }] } field] && body.Steps.Count == 1
            ? Replace(body, [field with { Uses = [.. field.Uses, Activate("None", field.Uses[1])] }]) : body;

    /// <summary>Whether a convolution adds more at one end than at the other.</summary>
    public static bool IsAsymmetric(Body body) =>
        body.Fields.SelectMany(field => field.Uses).Any(use => IsConvolution(use) && use.Argument("PaddingEnd") is int);

    /// <summary>What convolutions add at the end, said by all.</summary>
    public static Body WithPaddingEnd(Body body) => Map(body, (_, use) => !IsConvolution(use) ? use : use with
    {
        Slots = [.. use.Slots.Select(slot =>
            slot is { Name: "PaddingEnd", IsWritten: false } ? slot with { Value = PaddingEnd(use) } : slot)],
    });

    /// <summary>As people write it, with what has become constant left out.</summary>
    public static Body Plain(Body body) => Map(body, (_, use) =>
    {
        if (use.Name == "Activate" && use.Slots[0] is { Expression: null, Value: string name })
            return name == "None" ? null : use with { Name = name, Slots = Spelling.SingleNode.Slots(name, []) };
        if (Reduction(use) is not null) use = Reduced(use);
        return use with
        {
            Slots = [.. use.Slots.Select(slot =>
                slot.Expression is null && slot.Value is { } value && value.Equals(Default(use, slot))
                    ? slot with { Value = null }
                    : slot)],
        };
    });

    /// <summary>What a squeeze divides the channels by; null where that is no whole number.</summary>
    public static int? Reduction(Use use) => use.Name == "SqueezeExcite" && use.Argument("Channels") is int channels
        && use.Slots.All(slot => slot.Expression is null) && use.InputChannels % channels == 0 ? use.InputChannels / channels : null;

    /// <summary>The same with the divisor in the place of the number of channels.</summary>
    public static Use Reduced(Use use) => use with
    {
        Slots = [.. use.Slots.Select(slot => slot.Name switch
        {
            "Reduction" => slot with { Value = Reduction(use) },
            "Channels" => slot with { Value = null },
            _ => slot,
        })],
    };

    public static Body Map(Body body, Func<Field, Use, Use?> change) => Replace(body, [.. body.Fields.Select(field =>
        field.IsParameter ? field : field with { Uses = [.. field.Uses.Select(use => change(field, use)).OfType<Use>()] })]);

    private static Body Replace(Body body, IReadOnlyList<Field> fields) => body with
    {
        Fields = fields,
        Steps = [.. body.Steps.Select(step => step.Field is { } field
            ? step with { Field = fields[body.Fields.ToList().IndexOf(field)] } : step)],
    };

    /// <summary>What is added at the end where that is not said: as much as at the beginning, and there half of the kernel.</summary>
    private static object? PaddingEnd(Use use)
    {
        if (use.Slots.Any(slot => slot.Name is "Padding" or "kernel" or "Dilation" && slot.Expression is not null)) return null;
        return (use.Argument("Padding"), use.Argument("kernel"), use.Argument("Dilation") ?? 1) switch
        {
            (int beginning, _, _) => beginning,
            (null, int kernel, int dilation) => dilation * (kernel - 1) / 2,
            _ => null,
        };
    }

    private static bool IsConvolution(Use use) => use.Name is "Conv" or "DepthwiseConv";

    private static Use Activation(Use use) =>
        ActivationTable.Names.Contains(use.Name) && use.Slots.All(slot => !slot.IsWritten) ? Activate(use.Name, use) : use;

    private static Use Activate(string name, Use use) => new("Activate", [new Slot("activation", name)], use.Inputs, use.Result)
    {
        InputChannels = use.InputChannels,
    };

    private static Use Said(Use use) => use with
    {
        Slots = [.. use.Slots.Select(slot => slot.IsWritten || (use.Name == "SqueezeExcite" && slot.Name == "Reduction")
            ? slot : slot with { Value = s_defaults.GetValueOrDefault((use.Name, slot.Name)) })],
    };

    /// <summary>A depthwise convolution of a block that is one convolution, as one with groups.</summary>
    private static Use Grouped(Field field, Use use)
    {
        if (use.Name != "DepthwiseConv" || field.Uses.Count(other => other.IsLayer) != 1 || field.Prefix != "") return use;
        var arguments = use.Slots.Where(slot => slot.Value is not null)
            .Select(slot => new KeyValuePair<string, object>(slot.Name, slot.Value!));
        return use with
        {
            Name = "Conv",
            Slots = Spelling.SingleNode.Slots("Conv", [.. arguments, new("outputs", use.InputChannels), new("groups", use.InputChannels)]),
        };
    }
}
