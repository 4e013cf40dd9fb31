using Fusion.Training.Tests.Networks;

namespace Fusion.Training.Tests.Sessions;

[DistillationAlignment(typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), BatchNorm = true)]
public partial class StageAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Normalization = AlignmentNormalization.PerPixel)]
public partial class CosineAlignment;

[DistillationAlignment(
    typeof(Pupil), "Stage", typeof(Master), "Features", Normalization = AlignmentNormalization.PerSample, Bias = false,
    Activation = Activation.Silu)]
public partial class SampleAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Loss = AlignmentLoss.AttentionTransfer)]
public partial class AttentionAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Loss = AlignmentLoss.AttentionTransfer,
    Reduction = AlignmentReduction.Distance)]
public partial class DistanceAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Loss = AlignmentLoss.ChannelWiseKl, Temperature = 2)]
public partial class ChannelAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Deep), Loss = AlignmentLoss.Pearson,
    Connector = AlignmentConnector.None)]
public partial class PearsonAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Loss = AlignmentLoss.MarginMse, BatchNorm = true,
    Bias = true)]
public partial class MarginAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Deep), Resize = AlignmentResize.AveragePool)]
public partial class PooledAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features), Resize = AlignmentResize.Nearest)]
public partial class NearestAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Last), typeof(Master), nameof(Master.Features), Resize = AlignmentResize.Bilinear)]
public partial class BilinearAlignment;

[DistillationAlignment(
    typeof(Pupil), nameof(Pupil.Stage), typeof(Master), nameof(Master.Features), Direction = AlignmentDirection.TeacherToStudent)]
public partial class ReverseAlignment;
