using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads which layers go on in the numbering of others.</summary>
internal sealed class LayerNumbering(TypeReader owner, IEnumerable<IFieldSymbol> fields)
{
    /// <summary>The layers with what <c>[Continue]</c> says of them.</summary>
    public IReadOnlyList<LayerSpec> Mark(IReadOnlyList<LayerSpec> layers)
    {
        var earlier = new Dictionary<string, string>();
        foreach (IFieldSymbol field in fields)
        {
            AttributeData? attribute = field.GetAttributes()
                .FirstOrDefault(candidate => KnownTypes.IsNamed(candidate.AttributeClass, "Fusion.ContinueAttribute"));
            if (attribute is null) continue;
            if (attribute.ConstructorArguments.FirstOrDefault().Value is not string name)
            {
                owner.Session.HasSilentErrors = true;
                continue;
            }

            if (FindMistake(field, name, layers, earlier) is { } mistake)
                owner.Report(Rules.Numbering, ShapeReader.Place(attribute) ?? field.Locations[0], mistake);
            else earlier[field.Name] = name;
        }

        return earlier.Count == 0
            ? layers
            : [.. layers.Select(layer => layer with
            {
                Continues = earlier.TryGetValue(layer.Name, out string? name) ? name : null,
                IsContinued = earlier.ContainsValue(layer.Name),
            })];
    }

    private string? FindMistake(
        IFieldSymbol field, string name, IReadOnlyList<LayerSpec> layers, IReadOnlyDictionary<string, string> earlier)
    {
        LayerSpec? own = layers.FirstOrDefault(layer => layer.Name == field.Name);
        LayerSpec? other = layers.TakeWhile(layer => layer.Name != field.Name).FirstOrDefault(layer => layer.Name == name);
        return own is null ? $"'{field.Name}' goes on in a numbering, but is no layer; put operations on it"
            : other is null
                ? $"'{field.Name}' goes on in the numbering of '{name}', but no layer of this name stands before it; name one that does, "
                    + "as in [Continue(nameof(low))]"
            : own.Count is not null || other.Count is not null
                ? $"'{field.Name}' goes on in the numbering of '{name}', but an array of layers numbers its layers; use one layer each"
            : own.Prefix is not null
                ? $"'{field.Name}' has a Prefix, but goes on in the numbering of '{name}', whose prefix it has; remove its Prefix"
            : earlier.Values.Contains(name)
                ? $"'{field.Name}' goes on in the numbering of '{name}', and so does another layer; let it go on after that one"
            : null;
    }
}
