namespace Fusion.Training.Tests.Networks;

/// <summary>Layers of which each makes the gradient of its weights in another way: of several taps, in Winograd's form and not, with
/// groups, one filter for each channel, strided, of more inputs and taps than four vectors of sums have room for, and one that is applied
/// twice.</summary>
[FusedNetwork(6, 6, 3)]
public partial class Varied
{
    [Conv(32, 3), Silu]                             Layer first;
    [Conv(32, 3), Silu]                             Layer square;
    [Conv(32, 3, Groups = 4), Silu]                 Layer grouped;
    [DepthwiseConv(3), Silu]                        Layer depthwise;
    [Conv(260, 1), Silu]                            Layer wide;
    [Conv(37, 3), Silu]                             Layer deep;
    [Conv(37, 3), Silu]                             Layer twice;
    [Conv(41, 2, Stride = 2, Padding = 0)]          Layer strided;
    [GlobalAveragePool, Linear(10)]                 Layer linear;

    Tensor Forward(Tensor x) => linear(strided(twice(twice(deep(wide(depthwise(grouped(square(first(x))))))))));
}
