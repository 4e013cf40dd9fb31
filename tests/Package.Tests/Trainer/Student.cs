using Fusion.Training;

[FusedNetwork(8, 8, 1)]
public partial class Student
{
    [Conv(8, 3), BatchNorm, Relu, MaxPool(2)]   Layer stem;
    [Conv(16, 3), BatchNorm, Relu]              Layer features;
    [GlobalAveragePool, Linear(2)]              Layer logits;
}

[Training(typeof(Student), Batch = 16)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4)]
public partial class StudentTraining;
