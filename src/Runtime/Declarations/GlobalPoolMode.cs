namespace Fusion;

/// <summary>How a pooling over all positions combines them.</summary>
public enum GlobalPoolMode
{
    /// <summary>The mean.</summary>
    Average,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The sum.</summary>
    Sum,
}
