namespace Fusion.Training.Tests.Networks;

/// <summary>Norms, squeeze and excitation and a shortcut, small enough for many steps.</summary>
[FusedNetwork(16, 16, 3)]
public partial class SmallSe
{
    [Conv(12, 3), BatchNorm, Relu]                          Layer stem;
    [Conv(12, 3), BatchNorm, SqueezeExcite(Reduction = 4)]  Layer body;
    [Conv(24, 3, Stride = 2), BatchNorm, Relu, MaxPool(2)]  Layer deep;
    [GlobalAveragePool, Linear(10)]                         Layer linear;

    Tensor Forward(Tensor x)
    {
        Tensor wide = stem(x);
        return linear(deep(Relu(wide + body(wide))));
    }
}
