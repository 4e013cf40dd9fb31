namespace Fusion.Training.Tests.Networks;

/// <summary>Two inputs of different shapes, two results that are learnt in different ways.</summary>
[FusedNetwork]
public partial class SensorFusion
{
    [Conv(4, 3), Relu, GlobalAveragePool]   Layer eye;
    [Linear(4), Tanh]                       Layer ear;
    [Linear(3)]                             Layer kind;
    [Linear(2)]                             Layer position;

    (Tensor kind, Tensor position) Forward([Shape(6, 6, 2)] Tensor image, [Shape(5)] Tensor sound)
    {
        Tensor both = Concat(eye(image), ear(sound));
        return (kind(both), position(both));
    }
}

/// <summary>A map of classes for each pixel.</summary>
[FusedNetwork(6, 6, 2)]
public partial class Segmenter
{
    [Conv(5, 3), Relu]   Layer hidden;
    [Conv(3, 1)]         Layer classes;
}
