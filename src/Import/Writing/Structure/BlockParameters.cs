namespace Fusion.Import.Writing.Structure;

/// <summary>Turns what differs between the uses of a block into its parameters.</summary>
internal sealed class BlockParameters
{
    /// <summary>With more, nobody could tell which is which.</summary>
    private const int MostWidths = 2;

    private readonly List<BlockParameter> _parameters = [];
    private readonly Instance[] _instances;
    private readonly Identifiers _names;

    /// <summary>The last layer with a width, which is the block's own.</summary>
    private readonly (int Field, int Use) _last;

    /// <summary>Whether widths are numbered as the layers that have them; else there are few.</summary>
    private readonly bool _isNumbered;

    private BlockParameters(Instance[] instances, bool isNumbered)
    {
        _instances = instances;
        _isNumbered = isNumbered;
        _names = new Identifiers([.. instances[0].Form.Fields.Select(field => field.Name), .. instances[0].Form.InputNames]);
        IReadOnlyList<Field> own = instances[0].Form.Fields;
        int field = own.ToList().FindLastIndex(field => field.Name != "shortcut" && field.Uses.Any(HasWidth));
        _last = (field, field < 0 ? -1 : own[field].Uses.ToList().FindLastIndex(HasWidth));

        static bool HasWidth(Use use) => use.Slots.Any(IsWidth);
    }

    /// <summary>Whether an argument is how many channels a layer makes.</summary>
    private static bool IsWidth(Slot slot) => slot.Name is "outputs" or "width";

    /// <summary>Whether an argument can be an expression over parameters.</summary>
    public static bool MayDiffer(Use use, Slot slot) => slot.Value is int or double or bool or Anything
        || (slot.Value is string && (use.Name == "Activate" || (use.Block is not null && slot.Name.StartsWith("activation"))));

    /// <param name="instances">All uses of the block.</param>
    /// <param name="step">The step that not all of them have; −1 where they are alike.</param>
    /// <returns>The block, and for each instance the arguments.</returns>
    public static (Body Body, IReadOnlyList<IReadOnlyList<Slot>> Arguments) Abstract(Instance[] instances, int step)
    {
        var parameters = new BlockParameters(instances, false);
        var result = parameters.Abstract(step);
        return parameters._parameters.Count(parameter => parameter.Name == "outputs" || parameter.Name.StartsWith("width")) > MostWidths
            ? new BlockParameters(instances, true).Abstract(step) : result;
    }

    private (Body Body, IReadOnlyList<IReadOnlyList<Slot>> Arguments) Abstract(int step)
    {
        Body first = _instances[0].Form;
        IReadOnlyList<Field> fields = [.. first.Fields.Select((field, f) => field.IsParameter ? field : field with
        {
            Uses = [.. field.Uses.Select((use, u) => Abstract(use, f, u))],
        })];
        string? condition = step < 0 ? null : Shortcut.Condition(_instances, fields, _parameters) ?? AddCondition();
        IReadOnlyList<Step> steps = [.. first.Steps.Select((own, i) => own with
        {
            Field = own.Field is null ? null : fields[first.Fields.ToList().IndexOf(own.Field)],
            Use = own.Field is null && i != step ? Abstract(own.Use, i) : own.Use,
            Condition = i == step ? condition : null,
        })];
        var ordered = _parameters.OrderBy(parameter => parameter.Default is not null).ToList();
        Body body = first with
        {
            Fields = fields,
            Steps = steps,
            Parameters = [.. ordered.Select(parameter => parameter.Declared)],
            Defaults = [.. ordered.Select(parameter => parameter.Default)],
        };
        return (body, [.. _instances.Select((_, i) =>
            (IReadOnlyList<Slot>)[.. ordered.Select(parameter => new Slot(parameter.Name, parameter.Values[i]))])]);
    }

    private Use Abstract(Use use, int field, int number)
    {
        Use[] uses = [.. _instances.Select(instance => instance.Form.Fields[field].Uses[number])];
        if (uses.All(own => Normal.Reduction(own) is { } reduction && reduction == Normal.Reduction(uses[0])))
            (use, uses) = (Normal.Reduced(use), [.. uses.Select(Normal.Reduced)]);
        object[] channels = [.. _instances.Select(instance => (object)instance.Form.Fields[field].Uses[0].InputChannels)];
        var slots = use.Slots.Select((slot, s) => MayDiffer(use, slot)
            ? Abstract(use, slot, (field, number), [.. uses.Select(own => own.Slots[s].Value!)], channels) : slot).ToList();
        object[] repeats = [.. uses.Select(own => (object)own.Repeat)];
        string? repeat = repeats.All(repeat => repeat.Equals(use.Repeat)) ? null
            : Known("depth", repeats) ?? Add("depth", repeats, null);
        return use with { Slots = slots, RepeatExpression = repeat, IsNumbered = use.IsNumbered && repeat is null };
    }

    /// <summary>A function's arguments may be expressions over the block's input.</summary>
    private Use Abstract(Use use, int step)
    {
        if (Terms.IsOperator(use)) return use;
        Use[] uses = [.. _instances.Select(instance => instance.Form.Steps[step].Use)];
        object[] channels = [.. _instances.Select(instance => (object)(instance.Own.InputNames is ["x"] ? instance.Own.InputChannels : 0))];
        return use with
        {
            Slots = [.. use.Slots.Select((slot, s) => MayDiffer(use, slot)
                ? Abstract(use, slot, (-1, step), [.. uses.Select(own => own.Slots[s].Value!)], channels) : slot)],
        };
    }

    private Slot Abstract(Use use, Slot slot, (int Field, int Use) place, object[] values, object[] channels)
    {
        object some = values.FirstOrDefault(value => value is not Anything) ?? 1;
        if (values.All(value => value is Anything || value.Equals(some)))
        {
            // A shortcut's stride is the block's, also where only those with a stride of 2 have a layer there.
            return slot.Name == "Stride" && values.Contains(Anything.Value) && Known(slot.Name, values) is { } same
                ? slot with { Expression = same } : slot with { Value = some };
        }

        if (values.Any(value => value is double)) values = [.. values.Select(value => value is int whole ? (double)whole : value)];
        string? known = Known(slot.Name, values) ?? (place.Field < 0 || KindOf(slot.Name) == "outputs" ? OfInput(values, channels) : null);
        if (known is not null) return slot with { Expression = known };
        string wanted = use.Name == "SqueezeExcite" && slot.Name == "Channels" ? "squeezed"
            : IsWidth(slot) ? _isNumbered ? Numbered(place) : place == _last ? "outputs" : "width"
            : slot.Name;
        return slot with { Expression = Add(wanted, values, Normal.Default(use, slot) ?? use.Block?.DefaultOf(slot.Name)) };
    }

    /// <summary><c>reduce3</c> and <c>width3</c> for the two layers of <c>branch3</c>.</summary>
    private string Numbered((int Field, int Use) place)
    {
        Field field = _instances[0].Form.Fields[place.Field];
        string number = field.Name[field.Name.TrimEnd("0123456789".ToCharArray()).Length..];
        var layers = field.Uses.Where(use => use.Slots.Any(IsWidth)).ToList();
        bool isFirstOfTwo = layers.Count == 2 && ReferenceEquals(layers[0], field.Uses[place.Use]);
        string word = isFirstOfTwo ? "reduce" : "width";
        return number.Length > 0 ? word + number : field.Name + char.ToUpperInvariant(word[0]) + word[1..];
    }

    /// <summary>An expression over the parameters that there are.</summary>
    private string? Known(string argument, object[] values)
    {
        var related = _parameters.Where(parameter => KindOf(parameter.Name) == KindOf(argument)).ToList();
        foreach (BlockParameter parameter in related)
            if (AreEqual(parameter.Values, values)) return parameter.Name;
        if (values.Any(value => value is not (int or Anything)) || KindOf(argument) != "outputs") return null;
        foreach (BlockParameter parameter in related)
            if (parameter.Values[0] is int && Ratio(parameter.Name, parameter.Values, values) is { } expression) return expression;
        return null;
    }

    /// <summary>An expression over the channels of the input, a layer's or a block's.</summary>
    private static string? OfInput(object[] values, object[] channels)
    {
        if (values.Any(value => value is not (int or Anything))) return null;
        if (channels.Any(value => value is 0)) return null;
        return AreEqual(channels, values) ? "x.Channels" : Ratio("x.Channels", channels, values);
    }

    /// <summary>What an argument counts: numbers of channels belong together, a kernel has nothing to do with them.</summary>
    private static string KindOf(string argument) =>
        argument.TrimEnd("0123456789_".ToCharArray()).ToLowerInvariant() is var name
            && name is "width" or "reduce" or "squeezed" or "channels" or "groups"
            ? "outputs" : argument.TrimEnd("0123456789_".ToCharArray()).ToLowerInvariant();

    private static bool AreEqual(object[] known, object[] values) =>
        known.Zip(values).All(pair => pair.Second is Anything || pair.First.Equals(pair.Second));

    /// <summary>A whole multiple or part; null where it is not the same in all.</summary>
    private static string? Ratio(string name, object[] from, object[] to)
    {
        int at = Array.FindIndex(to, value => value is int);
        int first = (int)from[at], second = (int)to[at];
        if (first < 2 || second < 2) return null;
        int times = second / first, parts = first / second;
        if (times > 1 && AreEqual([.. from.Select(value => (object)((int)value * times))], to)) return $"{times} * {name}";
        if (parts > 1 && AreEqual([.. from.Select(value => (object)((int)value / parts))], to)) return $"{name} / {parts}";
        return null;
    }

    /// <summary>A parameter that tells the instances apart: whether the input is projected, or whether it is added.</summary>
    private string AddCondition()
    {
        bool[] keeps = Shortcut.Keeps(_instances);
        return Shortcut.IsSum(_instances)
            ? Add("residual", [.. keeps.Select(keeps => (object)keeps)], null)
            : "!" + Add("project", [.. keeps.Select(keeps => (object)!keeps)], null);
    }

    private string Add(string wanted, object[] values, object? usual)
    {
        bool hasUsual = usual is not null && values.Any(value => value.Equals(usual));
        object filler = hasUsual ? usual! : values.First(value => value is not Anything);
        string name = _names.Take(wanted);
        _parameters.Add(new BlockParameter(
            name, [.. values.Select(value => value is Anything ? filler : value)], hasUsual ? usual : null));
        return name;
    }
}

/// <summary>A parameter of a block.</summary>
/// <param name="Name">A C# name.</param>
/// <param name="Values">Its value in each use.</param>
/// <param name="Default">What it is where it is not given; null where it must be.</param>
internal sealed record BlockParameter(string Name, object[] Values, object? Default)
{
    /// <summary>As it stands in the head of the class.</summary>
    public string Declared => $"{Type} {Name}" + (Default is { } value ? " = " + Literals.Of("Block", new Slot(Name, value), false) : "");

    private string Type => Values[0] switch { int => "int", double => "double", bool => "bool", _ => "Activation" };
}
