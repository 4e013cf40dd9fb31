namespace Fusion.Training.Tests.Architectures;

[Block]
public partial class Double(int width)
{
    [Conv("width", 3), BatchNorm, Relu, Conv("width", 3), BatchNorm, Relu]   Layer conv;
}

/// <summary>A U-Net: transposed convolutions of both usual kinds, and skips that lie beside.</summary>
[FusedNetwork(12, 8, 3)]
public partial class SmallUNet
{
    [Block<Double>(6)]                         Layer inc;
    [MaxPool(2), Block<Double>(8)]             Layer down1;
    [MaxPool(2), Block<Double>(10)]            Layer down2;
    [ConvTranspose(8, 2, Stride = 2)]          Layer up1;
    [Block<Double>(8)]                         Layer conv1;
    [ConvTranspose(6, 4, Stride = 2, Padding = 1)]   Layer up2;
    [Block<Double>(6)]                         Layer conv2;
    [Conv(3, 1)]                               Layer outc;

    Tensor Forward(Tensor x)
    {
        var x1 = inc(x);
        var x2 = down1(x1);
        var x3 = down2(x2);
        var y = conv1(Concat(x2, up1(x3)));
        return outc(conv2(Concat(x1, up2(y))));
    }
}

[Block]
public partial class Encoder(int heads)
{
    [LayerNorm]                              Layer norm1;
    [MultiHeadAttention("heads")]            Layer attn;
    [LayerNorm]                              Layer norm2;
    [Linear("2 * x.Channels"), Gelu]         Layer fc1;
    [Linear("x.Channels / 2")]               Layer fc2;

    Tensor Forward(Tensor x)
    {
        x = x + attn(norm1(x));
        return x + fc2(fc1(norm2(x)));
    }
}

/// <summary>A vision transformer: patches, a class token and positions that are trained, blocks that repeat.</summary>
[FusedNetwork(12, 16, 3)]
public partial class SmallViT
{
    [Conv(12, 4, Stride = 4, Padding = 0), Reshape(12, 12)]   Layer patches;
    [Parameter(1, 12)]                                        Tensor token;
    [Parameter(13, 12)]                                       Tensor positions;
    [Block<Encoder>(3, Repeat = 2)]                           Layer blocks;
    [LayerNorm]                                               Layer norm;
    [Linear(5)]                                               Layer head;

    Tensor Forward(Tensor x) => head(Reshape(norm(Gather(blocks(Append(token, patches(x)) + positions), 0)), 12));
}

/// <summary>Sequences: gates in both directions, a memory behind them, and the last step.</summary>
[FusedNetwork(7, 5)]
public partial class Sequences
{
    [Gru(6, Bidirectional = true), Lstm(4)]   Layer steps;
    [Linear(3)]                               Layer head;

    Tensor Forward(Tensor x) => head(Reshape(steps(x)[^1..], 4));
}

/// <summary>Tokens of which a mask says how many are there, and a picture beside them.</summary>
[FusedNetwork]
public partial class Masked
{
    [Linear(8)]                                          Layer embed, q, k, v;
    [Conv(8, 3, Stride = 2), BatchNorm, Relu, GlobalAveragePool]   Layer eye;
    [Linear(4)]                                          Layer head;

    Tensor Forward([Shape(6, 5)] Tensor tokens, [Shape(6, 1)] Tensor present, [Shape(6, 6)] Tensor bias, [Shape(9, 7, 2)] Tensor image)
    {
        var x = embed(tokens);
        x = x + Attention(q(x), k(x), v(x), 2, mask: bias);
        return head(Concat(GlobalAveragePool(x, present), eye(image)));
    }
}

/// <summary>An autoencoder: its target is a picture.</summary>
[FusedNetwork(8, 12, 3)]
public partial class Autoencoder
{
    [Conv(8, 3, Stride = 2), GroupNorm(2), Silu]                        Layer down1;
    [Conv(10, 3, Stride = 2), BatchNorm, LeakyRelu(Slope = 0.2)]        Layer down2;
    [ConvTranspose(8, 4, Stride = 2, Padding = 1), BatchNorm, Relu]     Layer up1;
    [Conv(12, 3), PixelShuffle(2), Sigmoid]                             Layer up2;
}

/// <summary>Vectors: norms over a batch of vectors, and a decoder whose weights are the encoder's.</summary>
[FusedNetwork(10)]
public partial class Tied
{
    [Linear(6), BatchNorm, Tanh]               Layer encode;
    [Parameter(6, 10, Name = "encode.0.weight")]   Tensor weight;
    [Parameter(10)]                            Tensor offset;

    Tensor Forward(Tensor x) => Reshape(MatMul(Reshape(encode(x), 1, 6), weight), 10) + offset;
}

/// <summary>A temporal convolution: causal, dilated, depthwise and residual, with a mean at the end.</summary>
[Block]
public partial class Temporal(int dilation)
{
    [Conv("x.Channels", 3, Dilation = "dilation", Padding = Padding.Causal), BatchNorm, Relu, DepthwiseConv(3, Padding = Padding.Causal)]
    Layer conv;

    Tensor Forward(Tensor x) => Relu(x + conv(x));
}

[FusedNetwork(11, 4)]
public partial class TemporalNetwork
{
    [Linear(6)]                                                        Layer embed;
    [Block<Temporal>("index + 1", Repeat = 3)]                         Layer body;
    [GlobalAveragePool, Linear(3)]                                     Layer head;
}
