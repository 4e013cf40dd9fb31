using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Losses;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// The losses as users write them with PyTorch, after the papers and the authors' code; values are channels first, (N, C, …). Reductions
/// are theirs unless said otherwise.
/// </summary>
internal static class TorchLosses
{
    /// <summary>The mean of 2 − 2 cos, over samples or, per pixel, over positions.</summary>
    public static Tensor NormalizedError(Tensor student, Tensor teacher, bool perPixel)
    {
        if (!perPixel) (student, teacher) = (student.flatten(1), teacher.flatten(1));
        Tensor difference = functional.normalize(student, 2, 1, 1e-12) - functional.normalize(teacher, 2, 1, 1e-12);
        return difference.square().sum(1).mean();
    }

    /// <summary>The classes last, so that the mean is that over the positions.</summary>
    public static Tensor SoftLabels(Tensor student, Tensor teacher, double temperature)
    {
        (student, teacher) = (ClassesLast(student) / temperature, ClassesLast(teacher) / temperature);
        return temperature * temperature * Divergence(functional.log_softmax(student, 1), functional.softmax(teacher, 1));
    }

    /// <summary>The authors take 1000 from the label's logit, so that its share vanishes, and with it the derivative by the teacher's
    /// (NaN); here the label's logit is left out.</summary>
    public static Tensor DecoupledSoftLabels(
        Tensor student, Tensor teacher, Tensor labels, double temperature, double target, double others)
    {
        (student, teacher) = (student / temperature, teacher / temperature);
        Tensor mask = functional.one_hot(labels, student.shape[1]).to(torch.@bool);
        Tensor ofTarget = Divergence(Pair(functional.softmax(student, 1)).log(), Pair(functional.softmax(teacher, 1)));
        Tensor ofOthers = Divergence(functional.log_softmax(Others(student), 1), functional.softmax(Others(teacher), 1));
        return temperature * temperature * (target * ofTarget + others * ofOthers);

        Tensor Others(Tensor values) => values.masked_select(mask.logical_not()).reshape(values.shape[0], -1);

        Tensor Pair(Tensor shares) => torch.cat([shares.masked_select(mask).unsqueeze(1), Others(shares).sum(1, true)], 1);
    }

    public static Tensor AttentionTransfer(Tensor student, Tensor teacher, bool isDistance)
    {
        Tensor difference = Map(student) - Map(teacher);
        return isDistance ? difference.norm(1).mean() : difference.square().mean();

        static Tensor Map(Tensor features) => functional.normalize(features.square().mean([1]).flatten(1), 2, 1, 1e-12);
    }

    public static Tensor ChannelWiseKl(Tensor student, Tensor teacher, double temperature) =>
        SoftLabels(student.flatten(2).flatten(0, 1), teacher.flatten(2).flatten(0, 1), temperature);

    /// <summary>With the biased deviation.</summary>
    public static Tensor Pearson(Tensor student, Tensor teacher)
    {
        return functional.mse_loss(Standardized(student), Standardized(teacher)) / 2;

        static Tensor Standardized(Tensor features)
        {
            Tensor channels = features.transpose(0, 1).flatten(1);
            return (channels - channels.mean([1], true)) / (channels.std(1, unbiased: false, keepdim: true) + 1e-6);
        }
    }

    /// <summary>As the authors, but the mean over all values in place of their sum.</summary>
    public static Tensor MarginMse(Tensor student, Tensor teacher, Tensor margin)
    {
        Tensor target = torch.maximum(teacher, margin.reshape(1, -1, 1, 1));
        Tensor counts = student.gt(target).logical_or(target.gt(0)).to(student.dtype);
        return (functional.mse_loss(student, target, Reduction.None) * counts).mean();
    }

    /// <summary>PyTorch's reduction <c>batchmean</c>, which TorchSharp does not have.</summary>
    private static Tensor Divergence(Tensor studentLogs, Tensor teacherShares) =>
        functional.kl_div(studentLogs, teacherShares, log_target: false, Reduction.Sum) / studentLogs.shape[0];

    private static Tensor ClassesLast(Tensor logits) => logits.movedim([1], [-1]).flatten(0, -2);
}
