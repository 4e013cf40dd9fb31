using Fusion;

[FusedNetwork(224, 224, 1)]
public partial class SuperResolution
{
    [Conv(64, 5), Relu]             Layer conv1;
    [Conv(64, 3), Relu]             Layer conv2;
    [Conv(32, 3), Relu]             Layer conv3;
    [Conv(9, 3), PixelShuffle(3)]   Layer conv4;
}