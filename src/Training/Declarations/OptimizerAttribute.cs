namespace Fusion.Training;

/// <summary>The base of the attributes that say how weights follow their gradients.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class OptimizerAttribute : Attribute
{
    private protected OptimizerAttribute()
    {
    }

    /// <summary>λ: how much of the weights themselves is taken off. Weights of convolutions and linear layers decay; norms, biases and
    /// slopes do not.</summary>
    public double WeightDecay { get; set; }

    /// <summary>Whether norms, biases and slopes decay, too.</summary>
    public bool DecayAll { get; set; }

    /// <summary>The greatest norm that all gradients together may have; longer ones are shortened. 0 for any.</summary>
    public double ClipNorm { get; set; }
}
