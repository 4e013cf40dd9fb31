namespace Fusion.Training;

/// <summary>
/// Marks a partial class as the training of a network: with attributes for its losses and its optimiser, it is compiled into one program
/// that makes a step of forward, losses, gradients and updates.
/// </summary>
/// <param name="network">The network's class, declared in the same project.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TrainingAttribute(Type network) : Attribute
{
    /// <summary>The network's class.</summary>
    public Type Network { get; } = network;

    /// <summary>How many samples each step sees; at least 1.</summary>
    public int Batch { get; set; } = 32;

    /// <summary>
    /// The class of a teacher, a network of the same project with the same inputs: losses that compare with it, such as
    /// <see cref="SoftLabelsAttribute"/>, take its results from it in each step. It runs as it always does, without gradients and with
    /// the running statistics of its norms.
    /// </summary>
    public Type? Teacher { get; set; }

    /// <summary>
    /// Paths of layers that are not trained, <c>"stem"</c> or <c>"layer1.0"</c>, with all that lies below them. They cost no gradient, and
    /// their norms keep their running statistics.
    /// </summary>
    public string[] Frozen { get; set; } = [];

    /// <summary>The share of a batch's statistics in the running ones of each norm; PyTorch's default.</summary>
    public double StatisticsMomentum { get; set; } = 0.1;
}
