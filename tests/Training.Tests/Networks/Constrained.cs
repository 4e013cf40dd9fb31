namespace Fusion.Training.Tests.Networks;

/// <summary>A network whose weights keep to something while they are trained.</summary>
[FusedNetwork(16, 16, 3)]
public partial class Constrained
{
    [Conv(6, 3, Stride = 2), Conserve(0.5), Silu]                                                     Layer conv1;
    [DepthwiseConv(3), Conserve(1), Conserve(0, A = [-1, 0, 1, -1, 0, 1, -1, 0, 1])]                  Layer smooth;
    [Conv(6, 1), Orthogonal, Silu]                                                                    Layer rotate;
    [Conv(8, 3, Groups = 2), Orthogonal, Silu]                                                        Layer grouped;
    [GlobalAveragePool, Linear(10), Conserve(0)]                                                      Layer linear;
}
