namespace Fusion;

/// <summary>An activation as a value: a block's parameter, applied with <c>[Activate("activation")]</c>, or an argument of
/// <c>[SqueezeExcite]</c>.</summary>
public enum Activation
{
    /// <summary>The input unchanged.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x where it is positive, 0.01 x elsewhere.</summary>
    LeakyRelu,

    /// <summary>x · sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>x · relu6(x + 3) / 6.</summary>
    HardSwish,

    /// <summary>1 / (1 + e^−x).</summary>
    Sigmoid,

    /// <summary>relu6(x + 3) / 6.</summary>
    HardSigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x · Φ(x), with the error function.</summary>
    Gelu,

    /// <summary>x · Φ(x), approximated with the hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary>x where it is positive, e^x − 1 elsewhere.</summary>
    Elu,

    /// <summary>x · tanh(softplus(x)).</summary>
    Mish,
}
