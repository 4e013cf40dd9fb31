using Fusion.Training;

namespace Fusion.KilledTraining;

/// <summary>Much to write, and little to compute.</summary>
[FusedNetwork(4, 4, 1)]
public partial class Wide
{
    [Conv(8, 3), Relu]                      Layer features;
    [GlobalAveragePool, Linear(768), Relu]  Layer wide;
    [Linear(512), Relu]                     Layer narrower;
    [Linear(4)]                             Layer logits;
}

[Training(typeof(Wide), Batch = 2)]
[CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class WideTraining;
