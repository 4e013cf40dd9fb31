using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Nothing here needs a label.</summary>
[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[SoftLabels(Temperature = 4, Weight = 0.9), Sgd(Momentum = 0.9)]
public sealed partial class UnlabelledTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[SoftLabels(Temperature = 4, Weight = 0.9), Align<StageAlignment>(Weight = 2), Sgd(Momentum = 0.9)]
public sealed partial class UnlabelledAlignedTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[Align<StageAlignment>, Sgd(Momentum = 0.9)]
public sealed partial class FeaturesOnlyTraining;

[Training(typeof(SensorFusion), Batch = 8)]
[CrossEntropy(Output = "kind"), SmoothL1(Output = "position", Beta = 0.5, Weight = 2), Sgd]
public sealed partial class SensorTraining;

[Training(typeof(Tiny), Batch = 8)]
[MeanSquaredError(Mask = true), MeanAbsoluteError(Mask = true, Weight = 0.5), SmoothL1(Mask = true, Beta = 0.3), Sgd(Momentum = 0.9)]
public sealed partial class MaskedTraining;

[Training(typeof(Tiny), Batch = 8)]
[BinaryCrossEntropy(Mask = true), Sgd(Momentum = 0.9)]
public sealed partial class MaskedProbabilityTraining;

[Training(typeof(Segmenter), Batch = 4)]
[CrossEntropy(IgnoreLabel = 255, Smoothing = 0.1), Sgd(Momentum = 0.9)]
public sealed partial class IgnoringTraining;

[Training(typeof(Tiny), Batch = 8)]
[CrossEntropy(IgnoreLabel = -1, ClassWeights = [1, 2, 0.5, 1, 1, 3, 1, 0, 1, 1]), Sgd(Momentum = 0.9)]
public sealed partial class WeightedTraining;
