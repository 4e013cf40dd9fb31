namespace Fusion.Compiler.Graphs;

/// <summary>How a parameter is initialised, and whether a network counts it.</summary>
public enum ParameterKind
{
    /// <summary>A convolution's or linear layer's weight: He initialisation over <see cref="Parameter.FanIn"/>.</summary>
    Weight,

    /// <summary>An additive bias: zeros.</summary>
    Bias,

    /// <summary>A multiplicative scale: ones.</summary>
    Scale,

    /// <summary>PReLU's slope: 0.25.</summary>
    Slope,

    /// <summary>A running mean: zeros. A buffer, not counted among the parameters.</summary>
    RunningMean,

    /// <summary>A running variance: ones. A buffer, not counted among the parameters.</summary>
    RunningVariance,

    /// <summary>What an optimiser keeps beside a parameter: zeros. Not counted, and not part of the network.</summary>
    OptimizerState,
}

/// <summary>A tensor of the state dict.</summary>
/// <param name="Name">The full name: <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Dimensions">PyTorch's layout: outputs, inputs per group, kernel dimensions in the order (T,) H, W.</param>
public sealed record Parameter(string Name, EquatableArray<int> Dimensions, ParameterKind Kind, int FanIn = 0)
{
    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <summary>Buffers (running statistics) are stored and loaded but, as in the literature, not counted.</summary>
    public bool IsCounted => Kind is not (ParameterKind.RunningMean or ParameterKind.RunningVariance or ParameterKind.OptimizerState);
}
