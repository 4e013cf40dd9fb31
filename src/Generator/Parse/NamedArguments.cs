using Fusion.Compiler;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>The properties that an attribute sets, by name.</summary>
internal sealed class NamedArguments(AttributeData attribute)
{
    public int Int(string name, int fallback) => Find(name)?.Value is int value ? value : fallback;

    public double Number(string name, double fallback) => Find(name)?.Value is double value ? value : fallback;

    public bool Flag(string name) => Find(name)?.Value is true;

    public object? Value(string name) => Find(name)?.Value;

    public string? Text(string name) => Find(name)?.Value as string;

    public EquatableArray<string> Texts(string name) => Find(name) is { Kind: TypedConstantKind.Array, IsNull: false } found
        ? found.Values.Select(value => value.Value as string ?? "").ToEquatableArray()
        : [];

    public EquatableArray<double> Numbers(string name) => Find(name) is { Kind: TypedConstantKind.Array, IsNull: false } found
        ? found.Values.Select(value => value.Value is double number ? number : double.NaN).ToEquatableArray()
        : [];

    private TypedConstant? Find(string name)
    {
        foreach (var pair in attribute.NamedArguments)
            if (pair.Key == name) return pair.Value;
        return null;
    }
}
