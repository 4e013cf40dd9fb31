namespace Fusion.Compiler.Differentiate;

/// <summary>Which layers are not trained.</summary>
/// <param name="Paths">The layers' paths; all parameters below one are frozen.</param>
public sealed record FrozenLayers(EquatableArray<string> Paths)
{
    public static FrozenLayers None { get; } = new([]);

    /// <param name="name">A parameter's name or a layer's path.</param>
    public bool Contains(string name) =>
        Paths.Any(path => name == path || name.StartsWith(path + ".", StringComparison.Ordinal));
}
