namespace Fusion.Import.Writing.Structure;

/// <summary>Turns what differs between the uses of a block into its parameters.</summary>
internal sealed class BlockParameters
{
    private readonly List<(string Name, string Type, object[] Values, object? Default)> _parameters = [];
    private readonly Identifiers _names;

    private BlockParameters(Body[] instances) =>
        _names = new Identifiers([.. instances[0].Fields.Select(field => field.Name), .. instances[0].InputNames]);

    /// <summary>Whether an argument can be an expression over parameters.</summary>
    public static bool MayDiffer(Use use, Slot slot) => slot.Value is int or double or bool
        || (slot.Value is string && (use.Name == "Activate" || (use.Block is not null && slot.Name.StartsWith("activation"))));

    /// <returns>The block, and for each instance the arguments.</returns>
    public static (Body Body, IReadOnlyList<IReadOnlyList<Slot>> Arguments) Abstract(Body[] instances)
    {
        var parameters = new BlockParameters(instances);
        Body first = instances[0];
        IReadOnlyList<Field> fields = [.. first.Fields.Select((field, f) => field.IsParameter ? field : field with
        {
            Uses = [.. field.Uses.Select((use, u) => use with
            {
                Slots = [.. use.Slots.Select((slot, s) => MayDiffer(use, slot)
                    ? parameters.Abstract(use, slot, f, [.. instances.Select(body => body.Fields[f].Uses[u].Slots[s].Value!)], instances)
                    : slot)],
            })],
        })];
        var ordered = parameters._parameters.OrderBy(parameter => parameter.Default is not null).ToList();
        Body body = first with
        {
            Fields = fields,
            Steps = [.. first.Steps.Select(step => step.Field is { } own
                ? step with { Field = fields[first.Fields.ToList().FindIndex(field => ReferenceEquals(field, own))] } : step)],
            Parameters = [.. ordered.Select(parameter => $"{parameter.Type} {parameter.Name}"
                + (parameter.Default is { } value ? " = " + Literals.Of("Block", new Slot(parameter.Name, value), false) : ""))],
            Defaults = [.. ordered.Select(parameter => parameter.Default)],
        };
        return (body, [.. instances.Select((_, i) =>
            (IReadOnlyList<Slot>)[.. ordered.Select(parameter => new Slot(parameter.Name, parameter.Values[i]))])]);
    }

    private Slot Abstract(Use use, Slot slot, int field, object[] values, Body[] instances)
    {
        if (values.All(value => value.Equals(values[0]))) return slot;
        if (values.Any(value => value is double)) values = [.. values.Select(value => value is int whole ? (double)whole : value)];
        return slot with { Expression = Known(values) ?? OfInput(values, field, instances) ?? Add(use, slot, values) };
    }

    /// <summary>An expression over the parameters that there are.</summary>
    private string? Known(object[] values)
    {
        foreach (var parameter in _parameters)
            if (parameter.Values.SequenceEqual(values)) return parameter.Name;
        if (values.Any(value => value is not int)) return null;
        foreach (var parameter in _parameters)
            if (parameter.Type == "int" && Ratio(parameter.Name, parameter.Values, values) is { } expression) return expression;
        return null;
    }

    /// <summary>An expression over the channels of the layer's input.</summary>
    private static string? OfInput(object[] values, int field, Body[] instances)
    {
        if (values.Any(value => value is not int)) return null;
        object[] channels = [.. instances.Select(body => (object)body.Fields[field].Uses[0].InputChannels)];
        if (channels.Any(value => value is 0)) return null;
        return channels.SequenceEqual(values) ? "x.Channels" : Ratio("x.Channels", channels, values);
    }

    /// <summary>A whole multiple or part; null where it is not the same in all.</summary>
    private static string? Ratio(string name, object[] from, object[] to)
    {
        int first = (int)from[0], second = (int)to[0];
        if (first < 2 || second < 2) return null;
        int times = second / first, parts = first / second;
        if (times > 1 && from.Zip(to).All(pair => (int)pair.First * times == (int)pair.Second)) return $"{times} * {name}";
        if (parts > 1 && from.Zip(to).All(pair => (int)pair.First / parts == (int)pair.Second)) return $"{name} / {parts}";
        return null;
    }

    private string Add(Use use, Slot slot, object[] values)
    {
        string wanted = use.Name == "SqueezeExcite" && slot.Name == "Channels" ? "squeezed"
            : slot.Name is "outputs" && _parameters.All(parameter => parameter.Name != "width") && use.Block is null ? "width"
            : slot.Name;
        string name = _names.Take(wanted);
        string type = values[0] switch { int => "int", double => "double", bool => "bool", _ => "Activation" };
        object? usual = Normal.Default(use, slot) ?? (use.Block is { } block ? block.DefaultOf(slot.Name) : null);
        _parameters.Add((name, type, values, usual is not null && values.Any(value => value.Equals(usual)) ? usual : null));
        return name;
    }
}
