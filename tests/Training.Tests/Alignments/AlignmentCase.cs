using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Alignments;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>An alignment that stands alone, and the same loss in TorchSharp.</summary>
/// <param name="Start">From weights.</param>
/// <param name="Forward">The loss alone.</param>
/// <param name="Backward">With the gradients of both networks' features.</param>
/// <param name="Torch">Of the connector, the student's features and the teacher's, (N, C, H, W).</param>
internal sealed record AlignmentCase(
    NetworkInfo Info, Func<StateDict, NetworkOptions?, AlignmentSession> Start, Func<AlignmentSession, float[], float[], float> Forward,
    AlignmentCase.Gradients Backward, Func<ConnectorModule?, Tensor, Tensor, Tensor> Torch)
{
    public delegate float Gradients(
        AlignmentSession session, float[] student, float[] teacher, float[] studentGradient, float[]? teacherGradient, float weight);

    /// <summary>Whether the connector's convolution has a bias.</summary>
    public bool HasBias { get; init; } = true;

    public bool HasNorm { get; init; }

    public static StateDict Teachers { get; } = Lessons.Weights(Master.Description);

    public static IReadOnlyList<AlignmentCase> All { get; } =
    [
        new(PlainAlone.Description, (weights, options) => PlainAlone.Start(weights, options), (s, x, t) => ((PlainAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((PlainAlone)s).Backward(x, t, dx, w) : ((PlainAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)),
        new(UnbiasedAlone.Description, (weights, options) => UnbiasedAlone.Start(weights, options),
            (s, x, t) => ((UnbiasedAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((UnbiasedAlone)s).Backward(x, t, dx, w) : ((UnbiasedAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)) { HasBias = false },
        new(VectorAlone.Description, (weights, options) => VectorAlone.Start(weights, options),
            (s, x, t) => ((VectorAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((VectorAlone)s).Backward(x, t, dx, w) : ((VectorAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(
                connector!.call(x.unsqueeze(-1).unsqueeze(-1)).squeeze(-1).squeeze(-1), t)),
        new(OddAlone.Description, (weights, options) => OddAlone.Start(weights, options), (s, x, t) => ((OddAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((OddAlone)s).Backward(x, t, dx, w) : ((OddAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)),
        new(NormAlone.Description, (weights, options) => NormAlone.Start(weights, options), (s, x, t) => ((NormAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((NormAlone)s).Backward(x, t, dx, w) : ((NormAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(functional.relu(connector!.call(x)), t)) { HasBias = false, HasNorm = true },
        new(CosineAlone.Description, (weights, options) => CosineAlone.Start(weights, options),
            (s, x, t) => ((CosineAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((CosineAlone)s).Backward(x, t, dx, w) : ((CosineAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => TorchLosses.NormalizedError(connector!.call(x), t, true)),
        new(SampleAlone.Description, (weights, options) => SampleAlone.Start(weights, options),
            (s, x, t) => ((SampleAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((SampleAlone)s).Backward(x, t, dx, w) : ((SampleAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => TorchLosses.NormalizedError(functional.silu(connector!.call(x)), t, false)),
        new(AttentionAlone.Description, (weights, options) => AttentionAlone.Start(weights, options),
            (s, x, t) => ((AttentionAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((AttentionAlone)s).Backward(x, t, dx, w) : ((AttentionAlone)s).Backward(x, t, dx, dt, w),
            (_, x, t) => TorchLosses.AttentionTransfer(x, t, false)),
        new(DistanceAlone.Description, (weights, options) => DistanceAlone.Start(weights, options),
            (s, x, t) => ((DistanceAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((DistanceAlone)s).Backward(x, t, dx, w) : ((DistanceAlone)s).Backward(x, t, dx, dt, w),
            (_, x, t) => TorchLosses.AttentionTransfer(x, t, true)),
        new(ChannelAlone.Description, (weights, options) => ChannelAlone.Start(weights, options),
            (s, x, t) => ((ChannelAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((ChannelAlone)s).Backward(x, t, dx, w) : ((ChannelAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => TorchLosses.ChannelWiseKl(connector!.call(x), t, 2)),
        new(PearsonAlone.Description, (weights, options) => PearsonAlone.Start(weights, options),
            (s, x, t) => ((PearsonAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((PearsonAlone)s).Backward(x, t, dx, w) : ((PearsonAlone)s).Backward(x, t, dx, dt, w),
            (_, x, t) => TorchLosses.Pearson(x, t)),
        new(MarginAlone.Description, (weights, options) => MarginAlone.Start(Teachers, weights, options),
            (s, x, t) => ((MarginAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((MarginAlone)s).Backward(x, t, dx, w) : ((MarginAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => TorchLosses.MarginMse(connector!.call(x), t, Margins())) { HasNorm = true },
        new(PooledAlone.Description, (weights, options) => PooledAlone.Start(weights, options),
            (s, x, t) => ((PooledAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((PooledAlone)s).Backward(x, t, dx, w) : ((PooledAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(connector!.call(functional.avg_pool2d(x, 2)), t)),
        new(NearestAlone.Description, (weights, options) => NearestAlone.Start(weights, options),
            (s, x, t) => ((NearestAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((NearestAlone)s).Backward(x, t, dx, w) : ((NearestAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(
                connector!.call(functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Nearest)), t)),
        new(BilinearAlone.Description, (weights, options) => BilinearAlone.Start(weights, options),
            (s, x, t) => ((BilinearAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((BilinearAlone)s).Backward(x, t, dx, w) : ((BilinearAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(connector!.call(
                functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: false)), t)),
        new(ReverseAlone.Description, (weights, options) => ReverseAlone.Start(weights, options),
            (s, x, t) => ((ReverseAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((ReverseAlone)s).Backward(x, t, dx, w) : ((ReverseAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => functional.mse_loss(x, connector!.call(t))),
        new(ReversePearsonAlone.Description, (weights, options) => ReversePearsonAlone.Start(weights, options),
            (s, x, t) => ((ReversePearsonAlone)s).Forward(x, t),
            (s, x, t, dx, dt, w) => dt is null ? ((ReversePearsonAlone)s).Backward(x, t, dx, w)
                : ((ReversePearsonAlone)s).Backward(x, t, dx, dt, w),
            (connector, x, t) => TorchLosses.Pearson(x, connector!.call(
                functional.interpolate(t, scale_factor: [2, 2], mode: torch.InterpolationMode.Nearest))))
            { HasBias = false, HasNorm = true },
    ];

    public TensorInfo Student => Info.Variants[0].Inputs[0];

    public TensorInfo Teacher => Info.Variants[0].Inputs[1];

    /// <summary>Weights that no initialisation would give.</summary>
    public StateDict Weights => Lessons.Weights(Info);

    public float[] StudentFeatures(int seed) => Values(seed, Student);

    public float[] TeacherFeatures(int seed) => Values(seed + 1000, Teacher);

    private static float[] Values(int seed, TensorInfo tensor) =>
        Array.ConvertAll(RandomValues.Normal(seed, (int)tensor.Elements), value => (float)value);

    private static Tensor Margins()
    {
        float[] scales = Teachers["features.1.weight"].Values.ToArray(), shifts = Teachers["features.1.bias"].Values.ToArray();
        return torch.tensor(scales.Zip(shifts, (scale, shift) => Compiler.Operations.BatchNormMargin.Of(scale, shift)).ToArray());
    }
}
