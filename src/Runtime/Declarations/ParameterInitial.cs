namespace Fusion;

/// <summary>What a parameter is before it is trained.</summary>
public enum ParameterInitial
{
    /// <summary>Normally distributed, with mean 0 and standard deviation 0.02.</summary>
    Normal,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Ones.</summary>
    Ones,
}
