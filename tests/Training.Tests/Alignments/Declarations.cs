using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Alignments;

[DistillationAlignment(typeof(Narrow), nameof(Narrow.Stage), typeof(Broad), nameof(Broad.Stage), Batch = 4)]
[Adam]
public partial class PlainAlone;

[DistillationAlignment(typeof(Narrow), nameof(Narrow.Stage), typeof(Broad), nameof(Broad.Stage), Batch = 1, Bias = false)]
public partial class UnbiasedAlone;

[DistillationAlignment(typeof(Narrow), nameof(Narrow.Head), typeof(Broad), nameof(Broad.Head), Batch = 6)]
public partial class VectorAlone;

[DistillationAlignment(typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8)]
public partial class OddAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8, BatchNorm = true, Activation = Activation.Relu)]
[Sgd(Momentum = 0.9, WeightDecay = 1e-3)]
public partial class NormAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8,
    Normalization = AlignmentNormalization.PerPixel)]
public partial class CosineAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8,
    Normalization = AlignmentNormalization.PerSample, Activation = Activation.Silu)]
public partial class SampleAlone;

[DistillationAlignment(
    typeof(Narrow), nameof(Narrow.Stage), typeof(Narrow), nameof(Narrow.Stage), Batch = 4,
    Normalization = AlignmentNormalization.PerPixel, Connector = AlignmentConnector.None)]
public partial class BareCosineAlone;

[DistillationAlignment(
    typeof(Narrow), nameof(Narrow.Stage), typeof(Narrow), nameof(Narrow.Stage), Batch = 4,
    Normalization = AlignmentNormalization.PerSample, Connector = AlignmentConnector.None)]
public partial class BareSampleAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8, Loss = AlignmentLoss.AttentionTransfer)]
public partial class AttentionAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8, Loss = AlignmentLoss.AttentionTransfer,
    Reduction = AlignmentReduction.Distance)]
public partial class DistanceAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8, Loss = AlignmentLoss.ChannelWiseKl,
    Temperature = 2)]
public partial class ChannelAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Deep), Batch = 8, Loss = AlignmentLoss.Pearson,
    Connector = AlignmentConnector.None)]
public partial class PearsonAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Batch = 8, Loss = AlignmentLoss.MarginMse,
    BatchNorm = true, Bias = true)]
public partial class MarginAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Deep), Batch = 8, Resize = AlignmentResize.AveragePool)]
public partial class PooledAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features), Batch = 8, Resize = AlignmentResize.Nearest)]
public partial class NearestAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features), Batch = 8, Resize = AlignmentResize.Bilinear)]
public partial class BilinearAlone;

[DistillationAlignment(
    typeof(Narrow), nameof(Narrow.Stage), typeof(Broad), nameof(Broad.Stage), Batch = 4,
    Direction = AlignmentDirection.TeacherToStudent)]
[Adam]
public partial class ReverseAlone;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Deep), Batch = 8, BatchNorm = true,
    Loss = AlignmentLoss.Pearson, Direction = AlignmentDirection.TeacherToStudent, Resize = AlignmentResize.Nearest)]
public partial class ReversePearsonAlone;
