namespace Fusion.Training.Tests.Alignments;

/// <summary>A student that shows the result of a linear 1×1.</summary>
[FusedNetwork(6, 5, 3)]
public partial class Slim
{
    [Conv(10, 3), BatchNorm, Relu]     Layer stem;
    [Conv(7, 1), Tap]                  Layer narrow;
    [GlobalAveragePool, Linear(4)]     Layer head;
}

/// <summary>The same student as it gives the teacher's features.</summary>
[FusedNetwork(6, 5, 3)]
public partial class SlimMerged
{
    [Conv(10, 3), BatchNorm, Relu]     Layer stem;
    [Conv(20, 1)]                      Layer narrow;
}

/// <summary>Their teacher.</summary>
[FusedNetwork(6, 5, 3)]
public partial class Stout
{
    [Conv(20, 3), BatchNorm, Relu, Tap]   Layer wide;
    [GlobalAveragePool, Linear(4)]        Layer head;
}

[DistillationAlignment(typeof(Slim), nameof(Slim.Narrow), typeof(Stout), nameof(Stout.Wide), Batch = 1)]
public partial class SlimAlignment;

[Training(typeof(Slim), Batch = 4, Teacher = typeof(Stout))]
[CrossEntropy, Align<SlimAlignment>, Sgd]
public partial class SlimTraining;

/// <summary>A student with a layer that reads the tap through others, and one beside it.</summary>
[FusedNetwork(4, 4, 3)]
public partial class Even
{
    [Conv(5, 1), Tap]   Layer first;
    [Conv(5, 1)]        Layer side;
    [Conv(2, 1)]        Layer last;

    Tensor Forward(Tensor x) => last(Relu(first(x)) + side(x));
}

[DistillationAlignment(typeof(Even), nameof(Even.First), typeof(Even), nameof(Even.First), Batch = 1)]
public partial class EvenAlignment;

/// <summary>A student that applies a layer twice.</summary>
[FusedNetwork(5)]
public partial class Twice
{
    [Linear(5)] Layer layer;

    Tensor Forward(Tensor x) => Tap(layer(Relu(layer(x))), "Shown");
}

[DistillationAlignment(typeof(Twice), "Shown", typeof(Twice), "Shown", Batch = 2)]
public partial class TwiceAlignment;
