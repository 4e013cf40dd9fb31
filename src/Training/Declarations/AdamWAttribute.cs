namespace Fusion.Training;

/// <summary>AdamW (arXiv 1711.05101), as in PyTorch: weight decay stands apart from the gradient.</summary>
public sealed class AdamWAttribute : OptimizerAttribute
{
    /// <summary>β₁, the decay of the mean of gradients.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>β₂, the decay of the mean of their squares.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>ε, what is added to the root of that mean.</summary>
    public double Epsilon { get; set; } = 1e-8;
}
