namespace Fusion.Samples.Distill.Networks;

/// <summary>The small network, of at most a tenth of the teacher's parameters and multiply-adds.</summary>
[FusedNetwork(28, 28, 1)]
public partial class Student
{
    [Conv(16, 3), BatchNorm, Relu]      Layer stem;
    [Block<SeBlock>(16), Tap]           Layer stage1;
    [Block<SeBlock>(32, 2), Tap]        Layer stage2;
    [Block<SeBlock>(64, 2), Tap]        Layer stage3;
    [GlobalAveragePool, Linear(10)]     Layer logits;
}
