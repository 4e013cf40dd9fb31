namespace Fusion;

/// <summary>How padding fills the new positions.</summary>
public enum PadMode
{
    /// <summary>All with one value.</summary>
    Constant,

    /// <summary>As in a mirror that stands on the first, or last, position, which is not repeated.</summary>
    Reflect,

    /// <summary>With the value of the first, or last, position.</summary>
    Replicate,
}
