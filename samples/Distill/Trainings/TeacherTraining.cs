using Fusion.Samples.Distill.Networks;
using Fusion.Training;

namespace Fusion.Samples.Distill.Trainings;

/// <summary>The teacher learns from labels. They are not smoothed: that would take from its soft labels what a student learns from
/// them (Müller et al., arXiv 1906.02629).</summary>
[Training(typeof(Teacher), Batch = 128)]
[CrossEntropy, Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 5e-4)]
public sealed partial class TeacherTraining;
