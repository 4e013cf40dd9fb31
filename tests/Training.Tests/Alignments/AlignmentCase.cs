using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Alignments;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>An alignment that stands alone, and the same loss in TorchSharp.</summary>
/// <param name="Start">From weights.</param>
/// <param name="Torch">Of the connector, the student's features and the teacher's, (N, C, H, W).</param>
internal sealed record AlignmentCase(
    NetworkInfo Info, Func<StateDict, NetworkOptions?, AlignmentSession> Start, Func<ConnectorModule?, Tensor, Tensor, Tensor> Torch)
{
    /// <summary>Whether the connector's convolution has a bias.</summary>
    public bool HasBias { get; init; } = true;

    public bool HasNorm { get; init; }

    public static StateDict Teachers { get; } = Lessons.Weights(Master.Description);

    public static IReadOnlyList<AlignmentCase> All { get; } =
    [
        new(PlainAlone.Description, (weights, options) => PlainAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)),
        new(UnbiasedAlone.Description, (weights, options) => UnbiasedAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)) { HasBias = false },
        new(VectorAlone.Description, (weights, options) => VectorAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(
                connector!.call(x.unsqueeze(-1).unsqueeze(-1)).squeeze(-1).squeeze(-1), t)),
        new(OddAlone.Description, (weights, options) => OddAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(connector!.call(x), t)),
        new(NormAlone.Description, (weights, options) => NormAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(functional.relu(connector!.call(x)), t)) { HasBias = false, HasNorm = true },
        new(CosineAlone.Description, (weights, options) => CosineAlone.Start(weights, options),
            (connector, x, t) => TorchLosses.NormalizedError(connector!.call(x), t, true)),
        new(SampleAlone.Description, (weights, options) => SampleAlone.Start(weights, options),
            (connector, x, t) => TorchLosses.NormalizedError(functional.silu(connector!.call(x)), t, false)),
        new(AttentionAlone.Description, (weights, options) => AttentionAlone.Start(weights, options),
            (_, x, t) => TorchLosses.AttentionTransfer(x, t, false)),
        new(DistanceAlone.Description, (weights, options) => DistanceAlone.Start(weights, options),
            (_, x, t) => TorchLosses.AttentionTransfer(x, t, true)),
        new(ChannelAlone.Description, (weights, options) => ChannelAlone.Start(weights, options),
            (connector, x, t) => TorchLosses.ChannelWiseKl(connector!.call(x), t, 2)),
        new(PearsonAlone.Description, (weights, options) => PearsonAlone.Start(weights, options),
            (_, x, t) => TorchLosses.Pearson(x, t)),
        new(MarginAlone.Description, (weights, options) => MarginAlone.Start(Teachers, weights, options),
            (connector, x, t) => TorchLosses.MarginMse(connector!.call(x), t, Margins())) { HasNorm = true },
        new(PooledAlone.Description, (weights, options) => PooledAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(connector!.call(functional.avg_pool2d(x, 2)), t)),
        new(NearestAlone.Description, (weights, options) => NearestAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(
                connector!.call(functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Nearest)), t)),
        new(BilinearAlone.Description, (weights, options) => BilinearAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(connector!.call(
                functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: false)), t)),
        new(ReverseAlone.Description, (weights, options) => ReverseAlone.Start(weights, options),
            (connector, x, t) => functional.mse_loss(x, connector!.call(t))),
        new(ReversePearsonAlone.Description, (weights, options) => ReversePearsonAlone.Start(weights, options),
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
