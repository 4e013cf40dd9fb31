namespace Sample;

/// <summary>Convolution, normalisation, activation.</summary>
[Block]
public partial class ConvNorm(int width, int kernel, int stride = 1)
{
    [Conv("width", "kernel", Stride = "stride"), BatchNorm(Epsilon = 0.001), Relu]   Layer conv;
}

/// <summary>Several views of the same input side by side.</summary>
[Block]
public partial class Inception(int width, int width2, int width3, int width4, int width5, int width6)
{
    [Block<ConvNorm>("width", 1)]                                  Layer branch1;
    [Block<ConvNorm>("width2", 1), Block<ConvNorm>("width3", 3)]   Layer branch2;
    [Block<ConvNorm>("width4", 1), Block<ConvNorm>("width5", 3)]   Layer branch3;
    [Block<ConvNorm>("width6", 1, Name = "branch4.1")]             Layer branch4;

    Tensor Forward(Tensor a, Tensor b) => Concat(branch1(a), branch2(a), branch3(a), branch4(b));
}

[FusedNetwork(224, 224, 3)]
public partial class GoogLeNet
{
    [Block<ConvNorm>(64, 7, 2), MaxPool(3, Stride = 2, CeilMode = true)]                     Layer conv1;
    [Block<ConvNorm>(64, 1)]                                                                 Layer conv2;
    [Block<ConvNorm>(192, 3), MaxPool(3, Stride = 2, CeilMode = true)]                       Layer conv3;
    [Block<Inception>(64, 96, 128, 16, 32, 32)]                                              Layer inception3a;
    [Block<Inception>(128, 128, 192, 32, 96, 64), MaxPool(3, Stride = 2, CeilMode = true)]   Layer inception3b;
    [Block<Inception>(192, 96, 208, 16, 48, 64)]                                             Layer inception4a;
    [Block<Inception>(160, 112, 224, 24, 64, 64)]                                            Layer inception4b;
    [Block<Inception>(128, 128, 256, 24, 64, 64)]                                            Layer inception4c;
    [Block<Inception>(112, 144, 288, 32, 64, 64)]                                            Layer inception4d;
    [Block<Inception>(256, 160, 320, 32, 128, 128), MaxPool(2, CeilMode = true)]             Layer inception4e;
    [Block<Inception>(256, 160, 320, 32, 128, 128)]                                          Layer inception5a;
    [Block<Inception>(384, 192, 384, 48, 128, 128)]                                          Layer inception5b;
    [GlobalAveragePool, Dropout, Linear(1000)]                                               Layer fc;

    Tensor Forward(Tensor input)
    {
        var y = conv3(conv2(conv1(input)));
        var z = inception3a(y, MaxPool(y, 3, stride: 1, padding: 1));
        var u = inception3b(z, MaxPool(z, 3, stride: 1, padding: 1));
        var v = inception4a(u, MaxPool(u, 3, stride: 1, padding: 1));
        var w = inception4b(v, MaxPool(v, 3, stride: 1, padding: 1));
        var y1 = inception4c(w, MaxPool(w, 3, stride: 1, padding: 1));
        var y2 = inception4d(y1, MaxPool(y1, 3, stride: 1, padding: 1));
        var y3 = inception4e(y2, MaxPool(y2, 3, stride: 1, padding: 1));
        var y4 = inception5a(y3, MaxPool(y3, 3, stride: 1, padding: 1));
        return fc(inception5b(y4, MaxPool(y4, 3, stride: 1, padding: 1)));
    }
}