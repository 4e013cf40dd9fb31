using Fusion;

[FusedNetwork(4, 4, 3)]
public partial class Espcn
{
    [Conv(64, 5), Relu]                            Layer conv1;
    [Conv(64, 3), Relu]                            Layer conv2;
    [Conv(32, 3), Relu]                            Layer conv3;
    [Conv(27, 3, Bias = false), PixelShuffle(3)]   Layer conv4;
}