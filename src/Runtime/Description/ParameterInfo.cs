namespace Fusion;

/// <summary>A tensor that the network's weights must hold.</summary>
/// <param name="Name">The name in the state dict: <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Dimensions">PyTorch's layout: outputs, inputs per group, kernel dimensions.</param>
/// <param name="Kind">What the parameter does.</param>
/// <param name="FanIn">How many products one output sums, for weights; 0 for others.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Dimensions, ParameterKind Kind, int FanIn = 0)
{
    /// <summary>The number of values.</summary>
    public long Elements => Shapes.Elements(Dimensions);

    /// <summary>Running statistics are stored and loaded but, as in the literature, not counted.</summary>
    public bool IsCounted => Kind is not (ParameterKind.RunningMean or ParameterKind.RunningVariance or ParameterKind.OptimizerState);
}
