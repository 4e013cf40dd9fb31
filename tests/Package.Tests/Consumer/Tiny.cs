[Block]
public partial class Residual(int width)
{
    [Conv("width", 3), BatchNorm, Relu]   Layer conv1;
    [Conv("width", 3), BatchNorm]         Layer conv2;

    Tensor Forward(Tensor x) => Relu(x + conv2(conv1(x)));
}

[FusedNetwork(12, 12, 3)]
public partial class Tiny
{
    [Conv(16, 3), BatchNorm, Relu]             Layer stem;
    [Block<Residual>(16, Repeat = 2)]          Layer body;
    [GlobalAveragePool, Linear(10), Softmax]   Layer head;
}
