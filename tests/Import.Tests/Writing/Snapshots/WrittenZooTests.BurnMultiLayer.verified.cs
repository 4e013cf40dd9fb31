using Fusion;

namespace Sample;

[FusedNetwork(8, 8, 3)]
public partial class BurnMultiLayer
{
    [Conv(4, 3, Bias = true), BatchNorm, Relu]   Layer conv;
    [Flatten, Linear(16)]                        Layer fc;
}