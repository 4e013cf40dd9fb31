namespace Fusion;

/// <summary>What a parameter does, which decides how <see cref="NetworkWeights.Initialize"/> fills it.</summary>
public enum ParameterKind
{
    /// <summary>The weight of a convolution or a linear layer: normally distributed, deviation sqrt(2 / fan-in).</summary>
    Weight,

    /// <summary>An additive bias: zeros.</summary>
    Bias,

    /// <summary>A multiplicative scale: ones.</summary>
    Scale,

    /// <summary>The slope of a PReLU: 0.25.</summary>
    Slope,

    /// <summary>The running mean of a BatchNorm: zeros. A buffer, not counted as a parameter.</summary>
    RunningMean,

    /// <summary>The running variance of a BatchNorm: ones. A buffer, not counted as a parameter.</summary>
    RunningVariance,

    /// <summary>What an optimiser keeps beside a parameter while it is trained: zeros. No network has it.</summary>
    OptimizerState,
}
