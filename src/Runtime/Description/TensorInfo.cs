namespace Fusion;

/// <summary>An input, output or tap of a network.</summary>
/// <param name="Name">The name of the parameter of <c>Run</c>; of a tap, that of the generated member.</param>
/// <param name="Dimensions">The shape of one sample, channels last: (C), (L, C), (H, W, C) or (T, H, W, C).</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Dimensions)
{
    /// <summary>The number of values in one sample.</summary>
    public long Elements => Shapes.Elements(Dimensions);

    /// <summary>The channels: the last dimension.</summary>
    public int Channels => Dimensions[^1];

    /// <summary>The name and shape: <c>image (224, 224, 3)</c>.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Dimensions)})";
}
