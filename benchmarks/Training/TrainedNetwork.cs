using Fusion.Benchmarks.Networks;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;

namespace Fusion.Benchmarks;

/// <summary>A network whose training step is measured.</summary>
/// <param name="Info">The network as it runs, for one sample.</param>
/// <param name="Step">The step's description.</param>
/// <param name="Classes">How many classes its labels tell apart.</param>
/// <param name="FirstLayer">Multiply-adds of one sample in the layers that read the picture, whose gradient nobody needs.</param>
/// <param name="Start">Begins a training.</param>
/// <param name="Module">The same network in TorchSharp.</param>
internal sealed record TrainedNetwork(
    string Name, NetworkInfo Info, NetworkInfo Step, int Classes, long FirstLayer, Func<NetworkOptions, IOwnTraining> Start,
    Func<TorchNetwork> Module)
{
    public static IReadOnlyList<TrainedNetwork> All { get; } =
    [
        new("resnet-20", ResNet20.Description, ResNet20Training.Description, 10, 32L * 32 * 27 * 16,
            options => new OwnTraining<ResNet20Training>(ResNet20Training.Start(1, options),
                (training, images, labels) => training.Step(images, labels, TorchStep.LearningRate).Sum), () => new ResNet20Module()),
        new("se-resnet-20", SeResNet20.Description, SeResNet20Training.Description, 10, 32L * 32 * 27 * 16,
            options => new OwnTraining<SeResNet20Training>(SeResNet20Training.Start(1, options),
                (training, images, labels) => training.Step(images, labels, TorchStep.LearningRate).Sum), () => new SeResNet20Module()),
        new("resnet-18", ResNet18.Description, ResNet18Training.Description, 1000, 32L * 32 * 147 * 64,
            options => new OwnTraining<ResNet18Training>(ResNet18Training.Start(1, options),
                (training, images, labels) => training.Step(images, labels, TorchStep.LearningRate).Sum), () => new ResNet18Module()),
        new("mobilenet-v2", MobileNetV2.Description, MobileNetV2Training.Description, 1000, 32L * 32 * 27 * 32,
            options => new OwnTraining<MobileNetV2Training>(MobileNetV2Training.Start(1, options),
                (training, images, labels) => training.Step(images, labels, TorchStep.LearningRate).Sum), () => new MobileNetV2Module()),
    ];

    /// <summary>Samples of a batch.</summary>
    public int Samples => (int)(Step.Variants[0].Inputs[0].Elements / Info.Variants[0].Inputs[0].Elements);

    /// <summary>Of a whole step: each layer once forward and twice for its gradients.</summary>
    public long MultiplyAdds => Samples * (3 * Info.Variants[0].MultiplyAdds - FirstLayer);

    public long WorkspaceBytes => Step.Variants[0].WorkspaceBytes;

    /// <summary>Random pictures and classes, the same each time.</summary>
    public (float[] Images, int[] Labels) Batch()
    {
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, (int)Step.Variants[0].Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        return (images, [.. Enumerable.Range(0, Samples).Select(_ => random.Next(Classes))]);
    }
}
