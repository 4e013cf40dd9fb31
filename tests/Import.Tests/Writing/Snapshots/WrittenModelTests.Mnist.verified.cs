using Fusion;

[FusedNetwork(28, 28, 1)]
public partial class Mnist
{
    [Conv(8, 5), Relu, MaxPool(2)]    Layer conv1;
    [Conv(16, 5), Relu, MaxPool(3)]   Layer conv2;
    [Flatten, Linear(10)]             Layer fc;
}