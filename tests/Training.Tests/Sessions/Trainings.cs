using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

[Training(typeof(ResNet20), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4, DecayAll = true)]
public sealed partial class ResNet20Training;

[Training(typeof(Tiny), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.8, Nesterov = true)]
public sealed partial class NesterovTraining;

[Training(typeof(Tiny), Batch = 8)]
[CrossEntropy(Smoothing = 0.1), Adam(WeightDecay = 1e-2, DecayAll = true, ClipNorm = 0.1)]
public sealed partial class AdamTraining;

[Training(typeof(Tiny), Batch = 8, Frozen = ["conv1"])]
[CrossEntropy(Weight = 0.5), SoftLabels(Temperature = 3, Weight = 2), AdamW(WeightDecay = 0.05, DecayAll = true)]
public sealed partial class AdamWTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[CrossEntropy(Weight = 0.1), SoftLabels(Temperature = 4, Weight = 0.9), Sgd(Momentum = 0.9)]
public sealed partial class TaughtTraining;

[Training(typeof(Pupil), Batch = 8)]
[CrossEntropy(Weight = 0.1), SoftLabels(Temperature = 4, Weight = 0.9), Sgd(Momentum = 0.9)]
public sealed partial class ToldTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[CrossEntropy(Weight = 0.5), DecoupledSoftLabels(Temperature = 3, TargetWeight = 0.7, OthersWeight = 4, Weight = 2)]
[Sgd(Momentum = 0.9)]
public sealed partial class DecoupledTraining;

[Training(typeof(Pupil), Batch = 8)]
[DecoupledSoftLabels, Sgd(Momentum = 0.9)]
public sealed partial class DecoupledToldTraining;

[Training(typeof(Dropping), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class DroppingTraining;

[Training(typeof(DroppingOnce), Batch = 8, Frozen = ["conv1"])]
[CrossEntropy, Sgd]
public sealed partial class FrozenDropoutTraining;

[Training(typeof(TwoHeads), Batch = 4)]
[CrossEntropy(Output = "loss"), CrossEntropy(Output = "step"), MeanSquaredError(Output = "loss"), Sgd]
public sealed partial class TwoHeadsTraining;

[Training(typeof(Saturating), Batch = 4)]
[CrossEntropy, Sgd]
public sealed partial class SaturatingTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[CrossEntropy(Weight = 0.1), SoftLabels(Temperature = 4, Weight = 0.9), Align<StageAlignment>(Weight = 2), Sgd(Momentum = 0.9)]
public sealed partial class AlignedTraining;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master))]
[Align<CosineAlignment>, Align<SampleAlignment>(Weight = 2), Align<AttentionAlignment>(Weight = 10), Align<DistanceAlignment>]
[Align<ChannelAlignment>, Align<PearsonAlignment>(Weight = 0.5), Align<MarginAlignment>, Align<PooledAlignment>]
[Align<NearestAlignment>, Align<BilinearAlignment>, Align<ReverseAlignment>(Weight = 3), Sgd(Momentum = 0.9)]
public sealed partial class ManifoldTraining;

[Training(typeof(Constrained), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4, DecayAll = true)]
public sealed partial class ConstrainedSgdTraining;

[Training(typeof(Constrained), Batch = 8)]
[CrossEntropy, Adam]
public sealed partial class ConstrainedAdamTraining;

[Training(typeof(Constrained), Batch = 8, Frozen = ["rotate"])]
[CrossEntropy, Sgd]
public sealed partial class ConstrainedFrozenTraining;

[Training(typeof(Plain), Batch = 4)]
[MeanSquaredError, Sgd]
public sealed partial class PlainTraining;

[Training(typeof(Recurrent), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class RecurrentTraining;

[Training(typeof(SmallSe), Batch = 32)]
[CrossEntropy, Sgd(Momentum = 0.9, WeightDecay = 5e-4, DecayAll = true)]
public sealed partial class SmallSeTraining;

[Training(typeof(SeResNet20), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class SeResNet20Training;

[Training(typeof(SmallMobileNetV2), Batch = 8)]
[CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class SmallMobileNetV2Training;
