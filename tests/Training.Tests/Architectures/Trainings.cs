using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Architectures;

[Training(typeof(SmallUNet), Batch = 4), CrossEntropy(IgnoreLabel = 255), Sgd(Momentum = 0.9)]
public sealed partial class UNetTraining;

[Training(typeof(SmallViT), Batch = 6), CrossEntropy(Smoothing = 0.1), Sgd(Momentum = 0.9)]
public sealed partial class ViTTraining;

[Training(typeof(Sequences), Batch = 6), CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class SequenceTraining;

[Training(typeof(Masked), Batch = 5), SmoothL1(Mask = true, Beta = 0.4), Sgd(Momentum = 0.9)]
public sealed partial class MaskedInputTraining;

[Training(typeof(Autoencoder), Batch = 5), MeanSquaredError, MeanAbsoluteError(Weight = 0.3), Sgd(Momentum = 0.9)]
public sealed partial class AutoencoderTraining;

[Training(typeof(Tied), Batch = 7), MeanSquaredError, Sgd(Momentum = 0.9)]
public sealed partial class TiedTraining;

[Training(typeof(TemporalNetwork), Batch = 5, Frozen = ["body.1"]), CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class TemporalTraining;

[DistillationAlignment(typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Deep), Resize = AlignmentResize.Bilinear,
    Direction = AlignmentDirection.TeacherToStudent, BatchNorm = true, Activation = Activation.Silu)]
public partial class EnlargedTeacher;

[DistillationAlignment(typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features),
    Resize = AlignmentResize.AveragePool, Direction = AlignmentDirection.TeacherToStudent, Loss = AlignmentLoss.ChannelWiseKl,
    Temperature = 3)]
public partial class PooledTeacher;

[DistillationAlignment(typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features), Resize = AlignmentResize.Nearest,
    Loss = AlignmentLoss.Pearson)]
public partial class EnlargedStudent;

[Training(typeof(Pupil), Batch = 8, Teacher = typeof(Master), Frozen = ["stage"])]
[Align<EnlargedTeacher>(Weight = 3), Align<PooledTeacher>, Align<EnlargedStudent>(Weight = 2), SoftLabels(Temperature = 2)]
[Sgd(Momentum = 0.9)]
public sealed partial class OtherSizesTraining;

[Training(typeof(Painter), Batch = 3), SmoothL1(Beta = 0.7), Sgd(Momentum = 0.9)]
public sealed partial class PainterTraining;

[Training(typeof(Molecule), Batch = 6), BinaryCrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class MoleculeTraining;

[Training(typeof(Directions), Batch = 1), CrossEntropy(Output = "logits"), Sgd(Momentum = 0.9)]
public sealed partial class DirectionsTraining;

[Training(typeof(Memories), Batch = 4), CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class MemoriesTraining;

[Training(typeof(Uneven), Batch = 5), CrossEntropy, Sgd(Momentum = 0.9)]
public sealed partial class UnevenTraining;
