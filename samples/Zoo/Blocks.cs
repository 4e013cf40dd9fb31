namespace Fusion.Zoo;

/// <summary>A block of SE-ResNet-50 on its own, to be measured.</summary>
[FusedNetwork(56, 56, 256)]
public partial class SeResNetBlock
{
    [Block<SeBottleneck>(64)]   Layer block;
}

/// <summary>A block of EfficientNet-B0 on its own, to be measured.</summary>
[FusedNetwork(56, 56, 24)]
public partial class MBConvBlock
{
    [Block<MBConv>(6, 3, 24)]   Layer block;
}

/// <summary>A block of ConvNeXt-Tiny on its own, to be measured.</summary>
[FusedNetwork(56, 56, 96)]
public partial class ConvNextUnit
{
    [Block<ConvNextBlock>]   Layer block;
}
