using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(128, 128, 3)]
public partial class UNet
{
    [Block<DoubleConv>(16)]                                Layer inc;
    [MaxPool(2), Block<Down>]                              Layer down1;
    [MaxPool(2), Block<Down>]                              Layer down2;
    [MaxPool(2), Block<Down>]                              Layer down3;
    [MaxPool(2), Block<Down>]                              Layer down4;
    [ConvTranspose(128, 2, Stride = 2, Name = "up1.up")]   Layer up1_up;
    [Block<DoubleConv>(128, Name = "up1.conv")]            Layer up1_conv;
    [ConvTranspose(64, 2, Stride = 2, Name = "up2.up")]    Layer up2_up;
    [Block<DoubleConv>(64, Name = "up2.conv")]             Layer up2_conv;
    [ConvTranspose(32, 2, Stride = 2, Name = "up3.up")]    Layer up3_up;
    [Block<DoubleConv>(32, Name = "up3.conv")]             Layer up3_conv;
    [ConvTranspose(16, 2, Stride = 2, Name = "up4.up")]    Layer up4_up;
    [Block<DoubleConv>(16, Name = "up4.conv")]             Layer up4_conv;
    [Conv(1, 1, Name = "outc.conv")]                       Layer outc;

    Tensor Forward(Tensor x)
    {
        var y = inc(x);
        var z = down1(y);
        var u = down2(z);
        var v = down3(u);
        var w = up4_up(up3_conv(Concat(z, up3_up(up2_conv(Concat(u, up2_up(up1_conv(Concat(v, up1_up(down4(v)))))))))));
        return outc(up4_conv(Concat(y, w)));
    }

    [Block]
    public partial class DoubleConv(int width)
    {
        [Conv("width", 3), BatchNorm, Relu, Conv("width", 3), BatchNorm, Relu]   Layer double_conv;
    }

    /// <summary>Blocks one after another.</summary>
    [Block]
    public partial class Down
    {
        [Block<DoubleConv>("2 * x.Channels", Name = "maxpool_conv.1")]   Layer maxpool_conv;
    }
}