namespace Fusion.Zoo;

/// <summary>Convolution, BatchNorm, activation: what torchvision calls <c>Conv2dNormActivation</c>.</summary>
[Block]
public partial class ConvNorm(
    int outputs, int kernel, Activation activation, int stride = 1, int groups = 1, double epsilon = 1e-5)
{
    [Prefix("")]
    [Conv("outputs", "kernel", Stride = "stride", Groups = "groups"), BatchNorm(Epsilon = "epsilon"), Activate("activation")]
    Layer layers;
}
