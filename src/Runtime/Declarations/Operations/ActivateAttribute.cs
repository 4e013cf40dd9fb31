namespace Fusion;

/// <summary>The activation that a value of <see cref="Fusion.Activation"/> names: (…, C) to (…, C).</summary>
/// <example>
/// <code>
/// [Conv(32, 3), BatchNorm, Activate(Activation.HardSwish)]   Layer conv;
/// </code>
/// </example>
public sealed class ActivateAttribute : OperationAttribute
{
    /// <summary>Applies the operation.</summary>
    /// <param name="activation">An <see cref="Fusion.Activation"/>, or an expression string such as the name of a block's
    /// parameter.</param>
    public ActivateAttribute(object activation) => Activation = activation;

    /// <summary>An <see cref="Fusion.Activation"/>, or an expression string such as the name of a block's parameter.</summary>
    public object Activation { get; }
}
