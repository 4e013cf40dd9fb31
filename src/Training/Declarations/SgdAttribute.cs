namespace Fusion.Training;

/// <summary>
/// Stochastic gradient descent, as in PyTorch: <c>v = µ · v + g + λ · w</c>, <c>w = w − η · v</c>.
/// </summary>
public sealed class SgdAttribute : OptimizerAttribute
{
    /// <summary>µ; 0 for none.</summary>
    public double Momentum { get; set; }

    /// <summary>Whether the step looks ahead: <c>w = w − η · (g + λ · w + µ · v)</c>.</summary>
    public bool Nesterov { get; set; }
}
