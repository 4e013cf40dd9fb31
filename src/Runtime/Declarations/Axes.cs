namespace Fusion;

/// <summary>
/// Dimensions of a value that a reduction such as <see cref="Ops.Mean"/> takes together: <c>Axes.Channels</c>, or
/// <c>Axes.Height | Axes.Width</c> for each frame. At least one of those that are named must be there; the others are not missed.
/// </summary>
[System.Flags]
public enum Axes
{
    /// <summary>C, the last dimension.</summary>
    Channels = 1,

    /// <summary>W, or L of a sequence: the last dimension before the channels.</summary>
    Width = 2,

    /// <summary>H.</summary>
    Height = 4,

    /// <summary>T.</summary>
    Frames = 8,

    /// <summary>All dimensions before the channels.</summary>
    Positions = Frames | Height | Width,

    /// <summary>All dimensions.</summary>
    All = Positions | Channels,
}
