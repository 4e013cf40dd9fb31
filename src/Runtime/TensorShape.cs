namespace Fusion;

/// <summary>The sizes of a value inside a network: (C), (L, C), (H, W, C) or (T, H, W, C).</summary>
/// <param name="Frames">T; 1 at lower ranks.</param>
/// <param name="Height">H; 1 at lower ranks.</param>
/// <param name="Width">W, or L of a sequence; 1 for a vector.</param>
/// <param name="Channels">C.</param>
public readonly record struct TensorShape(int Frames, int Height, int Width, int Channels)
{
    /// <summary>The number of values: T · H · W · C.</summary>
    public int Elements => Frames * Height * Width * Channels;
}
