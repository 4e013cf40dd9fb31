[FusedNetwork(28, 28, 1)]
public partial class Mnist
{
    [Conv(8, 5), Relu, MaxPool(2)]                           Layer conv1;
    [Conv(16, 5), Relu, MaxPool(3)]                          Layer conv2;
    [Reshape(16, 16), Transpose, Reshape(256), Linear(10)]   Layer fc;
}