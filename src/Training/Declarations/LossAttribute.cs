namespace Fusion.Training;

/// <summary>The base of the attributes for terms of the loss. What a step makes small is the sum of all terms, each with its
/// weight.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public abstract class LossAttribute : Attribute
{
    private protected LossAttribute()
    {
    }

    /// <summary>The term's factor in the sum.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The name of the network's result that it looks at; not needed where there is only one.</summary>
    public string? Output { get; set; }
}
