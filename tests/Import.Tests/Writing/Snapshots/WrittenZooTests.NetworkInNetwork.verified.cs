using Fusion;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class NetworkInNetwork
{
    [Conv(96, 11, Stride = 4, Padding = 0), Relu, Conv(96, 1), Relu, Conv(96, 1), Relu, MaxPool(3, Stride = 2, CeilMode = true)]
    Layer mlpconv1;

    [Conv(256, 5), Relu, Conv(256, 1), Relu, Conv(256, 1), Relu, MaxPool(3, Stride = 2, CeilMode = true)]   Layer mlpconv2;
    [Conv(384, 3), Relu, Conv(384, 1), Relu, Conv(384, 1), Relu, MaxPool(3, Stride = 2, CeilMode = true), Dropout]   Layer mlpconv3;
    [Conv(1024, 3), Relu, Conv(1024, 1), Relu, Conv(1000, 1), Relu, GlobalAveragePool]   Layer mlpconv4;
}