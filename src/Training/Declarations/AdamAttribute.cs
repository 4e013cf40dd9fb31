namespace Fusion.Training;

/// <summary>Adam (arXiv 1412.6980), as in PyTorch; weight decay is a part of the gradient.</summary>
public sealed class AdamAttribute : OptimizerAttribute
{
    /// <summary>β₁, the decay of the mean of gradients.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>β₂, the decay of the mean of their squares.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>ε, what is added to the root of that mean.</summary>
    public double Epsilon { get; set; } = 1e-8;
}
