namespace Fusion;

/// <summary>
/// Replaces the name of a layer's field in the parameters' names: <c>[Prefix("features.1"), Block&lt;MBConv&gt;(16, Repeat = 2)]</c> gives
/// <c>features.1.0</c> and <c>features.1.1</c>. Empty, the operations join those of the surrounding block. <c>{expression}</c> stands for a
/// block parameter's value; a leading <c>/</c> drops the prefix of the block as well.
/// </summary>
/// <example>
/// <code>
/// [FusedNetwork(32, 32, 3)]
/// public partial class Net
/// {
///     // Parameters features.0.weight and features.0.bias.
///     [Prefix("features.0"), Conv(16, 3), Relu]                      Layer stem;
///     [Prefix("classifier"), GlobalAveragePool, Linear(10, Name = "fc")]   Layer head;
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field)]
public sealed class PrefixAttribute : Attribute
{
    /// <summary>Names the layer.</summary>
    /// <param name="path">The name: segments with dots between them.</param>
    public PrefixAttribute(string path) => Path = path;

    /// <summary>The name: segments with dots between them.</summary>
    public string Path { get; }
}
