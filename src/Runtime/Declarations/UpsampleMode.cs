namespace Fusion;

/// <summary>How upsampling and resizing fill the new positions.</summary>
public enum UpsampleMode
{
    /// <summary>Each takes the value of the nearest old position.</summary>
    Nearest,

    /// <summary>Each interpolates linearly between the old positions, per dimension.</summary>
    Bilinear,

    /// <summary>Each interpolates between four old positions by cubic convolution (Keys, 1981; a is −0.75 unless it is given), per
    /// dimension.</summary>
    Bicubic,
}
