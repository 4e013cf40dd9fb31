using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(128, 128, 3)]
public partial class UNet
{
    [Block<Inc>(16)]                                       Layer inc;
    [MaxPool(2), Block<Stage>]                             Layer down1;
    [MaxPool(2), Block<Stage>]                             Layer down2;
    [MaxPool(2), Block<Stage>]                             Layer down3;
    [MaxPool(2), Block<Stage>]                             Layer down4;
    [ConvTranspose(128, 2, Stride = 2, Name = "up1.up")]   Layer up;
    [Block<Inc>(128, Name = "up1.conv")]                   Layer conv;
    [ConvTranspose(64, 2, Stride = 2, Name = "up2.up")]    Layer up2;
    [Block<Inc>(64, Name = "up2.conv")]                    Layer conv2;
    [ConvTranspose(32, 2, Stride = 2, Name = "up3.up")]    Layer up3;
    [Block<Inc>(32, Name = "up3.conv")]                    Layer conv3;
    [ConvTranspose(16, 2, Stride = 2, Name = "up4.up")]    Layer up4;
    [Block<Inc>(16, Name = "up4.conv")]                    Layer conv4;
    [Conv(1, 1, Name = "outc.conv")]                       Layer conv5;

    Tensor Forward(Tensor x)
    {
        var y = inc(x);
        var z = down1(y);
        var u = down2(z);
        var v = down3(u);
        return conv5(conv4(Concat(y, up4(conv3(Concat(z, up3(conv2(Concat(u, up2(conv(Concat(v, up(down4(v))))))))))))));
    }

    [Block]
    public partial class Inc(int width)
    {
        [Conv("width", 3), BatchNorm, Relu, Conv("width", 3), BatchNorm, Relu]   Layer double_conv;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Stage
    {
        [Block<Inc>("2 * x.Channels", Name = "maxpool_conv.1")]   Layer maxpool_conv;
    }
}