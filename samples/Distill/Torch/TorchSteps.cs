using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;
using Fusion.Samples.Distill.Runs;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Samples.Distill.Torch;

using TensorModule = Module<torch.Tensor, torch.Tensor>;

/// <summary>Steps of a training in TorchSharp: the same network, losses and optimiser on a batch of as many pictures.</summary>
internal sealed class TorchSteps : IDisposable
{
    /// <summary>As the trainings declare them.</summary>
    private const double Temperature = 4, WeightOfLabels = 0.1, WeightOfSoftLabels = 0.9;

    private readonly TorchSeResNet _network;
    private readonly TorchSeResNet? _teacher;
    private readonly TorchSharp.Modules.ModuleList<TensorModule> _connectors = ModuleList<TensorModule>();
    private readonly torch.optim.Optimizer _optimizer;
    private readonly torch.Tensor _images = torch.rand(Learners.BatchSize, 1, Clothes.Edge, Clothes.Edge);
    private readonly torch.Tensor _labels = torch.randint(Clothes.ClassCount, Learners.BatchSize, torch.int64);

    private TorchSteps(TorchSeResNet network, TorchSeResNet? teacher, bool isAligned)
    {
        (_network, _teacher) = (network, teacher);
        network.train();
        teacher?.eval();
        if (isAligned)
            foreach (var (from, to) in new[] { (32, 64), (64, 128) })
                _connectors.Add(Sequential(Conv2d(from, to, 1, bias: false), BatchNorm2d(to)));
        _optimizer = torch.optim.SGD(
            network.parameters().Concat(_connectors.parameters()), 0.01, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
    }

    public static TorchSteps OfTeacher() => new(TorchSeResNet.OfTeacher(), null, false);

    public static TorchSteps Alone() => new(TorchSeResNet.OfStudent(), null, false);

    public static TorchSteps Soft() => new(TorchSeResNet.OfStudent(), TorchSeResNet.OfTeacher(), false);

    public static TorchSteps Aligned() => new(TorchSeResNet.OfStudent(), TorchSeResNet.OfTeacher(), true);

    public void Step()
    {
        using var scope = torch.NewDisposeScope();
        _optimizer.zero_grad();
        var (logits, middle, last) = _network.Run(_images);
        torch.Tensor loss = functional.cross_entropy(logits, _labels);
        if (_teacher is not null)
        {
            (torch.Tensor Logits, torch.Tensor Middle, torch.Tensor Last) taught;
            using (torch.no_grad()) taught = _teacher.Run(_images);
            loss = WeightOfLabels * loss + WeightOfSoftLabels * Temperature * Temperature * functional.kl_div(
                functional.log_softmax(logits / Temperature, 1), functional.softmax(taught.Logits / Temperature, 1), log_target: false,
                reduction: Reduction.Sum) / Learners.BatchSize;
            if (_connectors.Count > 0)
                loss += functional.mse_loss(_connectors[0].call(middle), taught.Middle)
                    + functional.mse_loss(_connectors[1].call(last), taught.Last);
        }
        loss.backward();
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _connectors.Dispose();
        _teacher?.Dispose();
        _network.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
