namespace Fusion.Compiler.Operations;

/// <summary>
/// The named arguments of one operation after evaluation, as an attribute, a function of <c>Ops</c> or graph text gave them.
/// A value is an <see cref="int"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/> (also an enumeration's member) or
/// <see cref="EquatableArray{T}"/> of <see cref="int"/> or <see cref="double"/>. Names compare without regard to case.
/// </summary>
public sealed class OperationArguments(string kind, IEnumerable<KeyValuePair<string, object>> values)
{
    private readonly Dictionary<string, object> _values = ToDictionary(values);

    public string Kind { get; } = kind;

    /// <summary>Whether the argument is a name, as of an enumeration's member.</summary>
    public bool IsText(string name) => _values.TryGetValue(name, out object? value) && value is string;

    public bool Has(string name) => _values.ContainsKey(name);

    public int Int(string name) => Int(name, null) ?? throw Missing(name);

    public int Int(string name, int fallback) => Int(name, (int?)fallback)!.Value;

    public int? Int(string name, int? fallback) =>
        !_values.TryGetValue(name, out object? value) ? fallback
        : value is int number ? number
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.NotWhole(value)}.", name);

    /// <summary>A number that is finite as a <see cref="float"/> too, in which kernels compute.</summary>
    public double Double(string name, double fallback) =>
        !_values.TryGetValue(name, out object? value) ? fallback
        : value is double number ? Finite(name, number)
        : value is int whole ? whole
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; a number was expected.", name);

    public bool Bool(string name, bool fallback) => Bool(name, (bool?)fallback)!.Value;

    public bool? Bool(string name, bool? fallback) =>
        !_values.TryGetValue(name, out object? value) ? fallback
        : value is bool flag ? flag
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; true or false was expected.", name);

    public string Text(string name) => Has(name) ? Text(name, "") : throw Missing(name);

    public string Text(string name, string fallback) => Text(name, fallback, "a name");

    /// <summary>The name of an activation, without looking whether there is one of that name.</summary>
    public string Activation(string name, string? fallback) =>
        fallback is null && !Has(name) ? throw Missing(name) : Text(name, fallback ?? "", "a member of Activation");

    private string Text(string name, string fallback, string expected) =>
        !_values.TryGetValue(name, out object? value) ? fallback
        : value is string text ? text
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; {expected} was expected.", name);

    public TEnum Enum<TEnum>(string name, TEnum fallback) where TEnum : struct =>
        !_values.TryGetValue(name, out object? value) ? fallback
        : value is string text && System.Enum.TryParse(text, ignoreCase: true, out TEnum parsed)
            && System.Enum.IsDefined(typeof(TEnum), parsed) ? parsed
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; one of "
            + $"{string.Join(", ", System.Enum.GetNames(typeof(TEnum)))} was expected.", name);

    /// <summary>One number per spatial dimension; a single number stands for all of them.</summary>
    public EquatableArray<int> Spatial(string name, int spatialRank, int? fallback = null) =>
        Spatial(name, spatialRank) ?? Enumerable.Repeat(fallback ?? throw Missing(name), spatialRank).ToEquatableArray();

    /// <summary>As <see cref="Spatial(string, int, int?)"/>; null where the argument is absent.</summary>
    public EquatableArray<int>? Spatial(string name, int spatialRank)
    {
        if (!_values.TryGetValue(name, out object? value)) return null;
        if (value is int number) return Enumerable.Repeat(number, spatialRank).ToEquatableArray();
        if (value is EquatableArray<int> sizes && sizes.Count == spatialRank) return sizes;
        throw new ShapeException(
            $"{Kind}: {name} is {ArgumentText.Describe(value)}; one whole number, or {spatialRank} in parentheses (the input has "
                + $"{spatialRank} spatial dimensions), were expected.",
            name);
    }

    /// <summary>As <see cref="Spatial(string, int)"/>, of numbers that are finite as floats.</summary>
    public EquatableArray<double> SpatialNumbers(string name, int spatialRank)
    {
        if (_values.TryGetValue(name, out object? value) && value is not (EquatableArray<int> or EquatableArray<double>))
            return Enumerable.Repeat(Double(name, 0), spatialRank).ToEquatableArray();
        EquatableArray<double> numbers = Doubles(name);
        return numbers.Count == spatialRank ? numbers : throw new ShapeException(
            $"{Kind}: {name} is {ArgumentText.Describe(numbers)}; one number, or {spatialRank} in parentheses (the input has "
                + $"{spatialRank} spatial dimensions), were expected.",
            name);
    }

    public EquatableArray<int> Ints(string name) =>
        !_values.TryGetValue(name, out object? value) ? throw Missing(name)
        : value is EquatableArray<int> numbers ? numbers
        : value is int number ? [number]
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; whole numbers were expected.", name);

    /// <summary>Numbers that are finite as floats; none where the argument is absent.</summary>
    public EquatableArray<double> Doubles(string name) =>
        !_values.TryGetValue(name, out object? value) ? []
        : value is EquatableArray<double> numbers ? [.. numbers.Select(number => Finite(name, number))]
        : value is EquatableArray<int> wholes ? [.. wholes.Select(whole => (double)whole)]
        : throw new ShapeException($"{Kind}: {name} is {ArgumentText.Describe(value)}; numbers in parentheses were expected.", name);

    private double Finite(string name, double number)
    {
        float single = (float)number;
        if (!float.IsNaN(single) && !float.IsInfinity(single)) return number;
        throw new ShapeException(
            $"{Kind}: {name} is {ArgumentText.Describe(number)}; a finite number, as a float holds it, was expected.", name);
    }

    private ShapeException Missing(string name) => new($"{Kind}: the argument {name} is missing.", name);

    private static Dictionary<string, object> ToDictionary(IEnumerable<KeyValuePair<string, object>> values)
    {
        var dictionary = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in values) dictionary[pair.Key] = pair.Value;
        return dictionary;
    }
}
