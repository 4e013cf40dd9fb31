namespace Fusion;

/// <summary>An input, output or tap of a network.</summary>
/// <param name="Name">The name of the parameter of <c>Run</c>; of a tap, that of the generated member.</param>
/// <param name="Dimensions">The shape of one sample: (C), (L, C), (H, W, C) or (T, H, W, C); of inputs and outputs of a network whose
/// layout is <see cref="Layout.Nchw"/>, (C), (C, L), (C, H, W) or (C, T, H, W).</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Dimensions)
{
    /// <summary>Whether the channels are the last dimension or the first. Of taps they are always the last.</summary>
    public Layout Layout { get; init; }

    /// <summary>The number of values in one sample.</summary>
    public long Elements => Shapes.Elements(Dimensions);

    /// <summary>The channels: the last dimension, or the first.</summary>
    public int Channels => Layout == Layout.Nchw ? Dimensions[0] : Dimensions[^1];

    /// <summary>The name and shape: <c>image (224, 224, 3)</c>.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Dimensions)})";

    /// <summary>The dimensions as the declaration has them: channels last.</summary>
    internal IReadOnlyList<int> Declared
    {
        get
        {
            if (Layout == Layout.Nhwc) return Dimensions;
            int[] declared = new int[Dimensions.Count];
            for (int i = 0; i < declared.Length; i++) declared[i] = Dimensions[(i + 1) % declared.Length];
            return declared;
        }
    }
}
