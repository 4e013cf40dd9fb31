namespace Fusion.Compiler;

/// <summary>How packed weights are kept in memory. Mirrors <c>Fusion.WeightStorage</c>.</summary>
public enum WeightStorage
{
    /// <summary>As floats of 32 bits.</summary>
    Float32,

    /// <summary>Rounded to the upper 16 bits of a float, and widened when they are loaded into a register; all arithmetic stays that of
    /// floats.</summary>
    BFloat16,
}
