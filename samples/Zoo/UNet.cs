namespace Fusion.Zoo;

/// <summary>Two convolutions of 3×3, each with BatchNorm and ReLU.</summary>
[Block]
public partial class DoubleConv(int width)
{
    [Conv("width", 3), BatchNorm, Relu, Conv("width", 3), BatchNorm, Relu]   Layer double_conv;
}

/// <summary>Half the size, twice the channels.</summary>
[Block]
public partial class Down(int width)
{
    [MaxPool(2), Block<DoubleConv>("width", Name = "maxpool_conv.1")]   Layer layers;
}

/// <summary>Twice the size, half the channels; what was there at that size on the way down lies beside it.</summary>
[Block]
public partial class Up(int width)
{
    [ConvTranspose("width", 2, Stride = 2)]   Layer up;
    [Block<DoubleConv>("width")]              Layer conv;

    Tensor Forward(Tensor x, Tensor skip) => conv(Concat(skip, up(x)));
}

/// <summary>
/// U-Net (Ronneberger et al. 2015) with transposed convolutions, at a fourth of its width: a mask of one channel for a picture. Parameters
/// are named as in milesial's Pytorch-UNet, whose <c>UNet(3, 1, bilinear=False)</c> is the same with 64 channels instead of 16.
/// </summary>
[FusedNetwork(128, 128, 3)]
public partial class UNet
{
    private const int Width = 16;

    [Block<DoubleConv>(Width)]        Layer inc;
    [Block<Down>(2 * Width)]          Layer down1;
    [Block<Down>(4 * Width)]          Layer down2;
    [Block<Down>(8 * Width)]          Layer down3;
    [Block<Down>(16 * Width)]         Layer down4;
    [Block<Up>(8 * Width)]            Layer up1;
    [Block<Up>(4 * Width)]            Layer up2;
    [Block<Up>(2 * Width)]            Layer up3;
    [Block<Up>(Width)]                Layer up4;
    [Conv(1, 1, Name = "outc.conv")]   Layer outc;

    Tensor Forward(Tensor x)
    {
        var x1 = inc(x);
        var x2 = down1(x1);
        var x3 = down2(x2);
        var x4 = down3(x3);
        return outc(up4(up3(up2(up1(down4(x4), x4), x3), x2), x1));
    }
}
