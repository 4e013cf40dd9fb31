namespace Fusion.Import.Writing;

/// <summary>Names fields after what they are, and sees that no two of them name a parameter alike.</summary>
internal sealed class FieldNaming(Identifiers identifiers)
{
    private readonly HashSet<string> _paths = [];

    /// <param name="group">The field's operations.</param>
    /// <param name="wanted">What it should be called.</param>
    public Field Name(IReadOnlyList<Use> group, string wanted)
    {
        while (true)
        {
            var field = new Field(identifiers.Take(wanted), group);
            if (PathNames.Prefix(group) is { } prefix && prefix != field.Name) field = field with { Prefix = prefix };
            var paths = PathRule.Paths(field).Zip(group, (path, use) => (path, use)).Where(pair => pair.use.HasParameters)
                .Select(pair => pair.path).Distinct().ToList();
            if (paths.Any(path => _paths.Contains(path) && group.All(use => use.Wanted is null))) continue;
            _paths.UnionWith(paths);
            return field;
        }
    }

    /// <summary>As people call such a layer.</summary>
    public static string KindOf(IReadOnlyList<Use> group)
    {
        Use main = group.FirstOrDefault(use => use.IsLayer) ?? group.FirstOrDefault(use => use.HasParameters) ?? group[0];
        return main.Name switch
        {
            _ when main.Block is not null && group.Count(use => use.Block is not null) > 1 => "stage",
            _ when main.Block is { } block => char.ToLowerInvariant(block.Name[0]) + block.Name[1..].TrimEnd("0123456789".ToCharArray()),
            "Conv" => "conv",
            "DepthwiseConv" => "depthwise",
            "ConvTranspose" => "up",
            "Linear" => "fc",
            "SqueezeExcite" => "se",
            "MultiHeadAttention" => "attention",
            "Rnn" or "Gru" or "Lstm" => main.Name.ToLowerInvariant(),
            "BatchNorm" or "LayerNorm" or "RmsNorm" or "GroupNorm" or "InstanceNorm" => "norm",
            "Parameter" => main.Path.Length > 0 ? main.Path[(main.Path.LastIndexOf('.') + 1)..] : "parameter",
            "Softmax" or "Sigmoid" => "activation",
            var name => name,
        };
    }
}
