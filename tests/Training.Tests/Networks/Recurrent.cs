namespace Fusion.Training.Tests.Networks;

/// <summary>A layer with a norm that is applied three times, to values of two sizes, and one with a bias that is applied twice.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Recurrent
{
    [Conv(6, 3, Stride = 2), Silu]      Layer conv1;
    [Conv(6, 3), BatchNorm, Silu]       Layer again;
    [MaxPool(2)]                        Layer pool;
    [GlobalAveragePool]                 Layer mean;
    [Linear(6), Silu]                   Layer turn;
    [Linear(10)]                        Layer linear;

    Tensor Forward(Tensor x) => linear(turn(turn(mean(again(pool(again(again(conv1(x)))))))));
}
