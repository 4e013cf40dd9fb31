using Fusion.Samples.Distill.Networks;
using Fusion.Training;

namespace Fusion.Samples.Distill.Trainings;

/// <summary>The student alone: labels.</summary>
[Training(typeof(Student), Batch = 128)]
[CrossEntropy, Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 5e-4)]
public sealed partial class AloneTraining;

/// <summary>Labels, and how probable the teacher finds each class (Hinton et al., arXiv 1503.02531).</summary>
[Training(typeof(Student), Batch = 128, Teacher = typeof(Teacher))]
[CrossEntropy(Weight = 0.1), SoftLabels(Temperature = 4, Weight = 0.9)]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 5e-4)]
public sealed partial class SoftTraining;

/// <summary>Labels, the teacher's classes, and the teacher's features (FitNets, arXiv 1412.6550).</summary>
[Training(typeof(Student), Batch = 128, Teacher = typeof(Teacher))]
[CrossEntropy(Weight = 0.1), SoftLabels(Temperature = 4, Weight = 0.9)]
[Align<MiddleAlignment>(Weight = 1), Align<LastAlignment>(Weight = 1)]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 5e-4)]
public sealed partial class AlignedTraining;
