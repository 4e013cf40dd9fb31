namespace Fusion;

/// <summary>What a Gram matrix is divided by.</summary>
public enum GramNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The number of positions.</summary>
    Positions,

    /// <summary>The number of positions times that of channels.</summary>
    Elements,
}
