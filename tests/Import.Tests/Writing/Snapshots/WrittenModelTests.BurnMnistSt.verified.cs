using Fusion;

[FusedNetwork(28, 28, 1)]
public partial class BurnMnistSt
{
    [Conv(8, 3, Padding = 0), Relu]                    Layer conv1;
    [Conv(16, 3, Padding = 0), Relu]                   Layer conv2;
    [Conv(24, 3, Padding = 0), Relu]                   Layer conv3;
    [BatchNorm, Flatten, Linear(32), Relu]             Layer fc1;
    [Linear(10, Bias = true), BatchNorm, LogSoftmax]   Layer fc2;
}