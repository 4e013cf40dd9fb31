namespace Fusion;

/// <summary>How upsampling fills the new positions.</summary>
public enum UpsampleMode
{
    /// <summary>Each takes the value of the nearest old position.</summary>
    Nearest,

    /// <summary>Each interpolates linearly between the old positions, per dimension.</summary>
    Bilinear,
}
