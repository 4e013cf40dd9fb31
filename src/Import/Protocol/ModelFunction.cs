namespace Fusion.Import.Protocol;

/// <summary>An operator that the model itself defines, by other operators.</summary>
/// <param name="Defaults">The attributes that a node may leave out.</param>
internal sealed record ModelFunction(
    string Domain, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<ModelNode> Nodes,
    IReadOnlyDictionary<string, ModelAttribute> Defaults);
