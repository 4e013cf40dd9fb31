namespace Fusion.Samples.Distill.Networks;

/// <summary>The large network: an SE-ResNet for pictures of 28×28.</summary>
[FusedNetwork(28, 28, 1)]
public partial class Teacher
{
    [Conv(32, 3), BatchNorm, Relu]                                          Layer stem;
    [Block<SeBlock>(32, Repeat = 2), Tap]                                   Layer stage1;
    [Block<SeBlock>(64, 2), Block<SeBlock>(64), Tap]                        Layer stage2;
    [Block<SeBlock>(128, 2), Block<SeBlock>(128, Repeat = 2), Tap]          Layer stage3;
    [GlobalAveragePool, Linear(10)]                                         Layer logits;
}
