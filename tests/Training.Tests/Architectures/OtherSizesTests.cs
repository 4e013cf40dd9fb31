using Fusion.Training.Tests.Losses;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static Fusion.Training.Tests.Architectures.FunctionalComparison;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Architectures;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Alignments of features of different sizes, in both directions at once, with a frozen beginning of the student.</summary>
public class OtherSizesTests
{
    [TorchFact]
    public void Features_of_other_sizes_agree_with_TorchSharp()
    {
        StateDict weights = Lessons.Weights(OtherSizesTraining.Description), teachers = Lessons.Weights(Master.Description);
        using Master teacher = Master.Load(teachers);
        using OtherSizesTraining training = OtherSizesTraining.Start(teacher, weights);
        using TorchTeacher master = TorchTeacher.Start(new MasterModule(), teachers);
        FunctionalNetwork net = new FunctionalNetwork(weights).Freeze("stage");
        Run(training, net, step =>
        {
            float[] images = Lessons.Images(step);
            Tensor stage = net.BatchNorm("stage.1", net.Conv("stage.0", TorchTraining.Images(images), 2, 1));
            Tensor last = functional.silu(net.Conv("last", functional.relu(stage), 2, 1));
            Tensor logits = net.Linear("linear", last.mean([2, 3]));
            Tensor deep = master.Show(images, "Deep"), features = master.Show(images, "Features");
            Tensor enlarged = functional.silu(net.BatchNorm("EnlargedTeacher.norm", net.Conv(
                "EnlargedTeacher", Enlarge(deep, torch.InterpolationMode.Bilinear))));
            Tensor pooled = net.Conv("PooledTeacher", functional.avg_pool2d(features, 2));
            return 3 * functional.mse_loss(stage, enlarged) + TorchLosses.ChannelWiseKl(last, pooled, 3)
                + 2 * TorchLosses.Pearson(net.Conv("EnlargedStudent", Enlarge(last, torch.InterpolationMode.Nearest)), features)
                + TorchLosses.SoftLabels(logits, master.Show(images, "output"), 2);
        }, step => training.Step(Lessons.Images(step), Rate).Sum);
    }

    private static Tensor Enlarge(Tensor x, torch.InterpolationMode mode) => functional.interpolate(
        x, scale_factor: [2, 2], mode: mode, align_corners: mode == torch.InterpolationMode.Nearest ? null : false);
}
