using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Operations;
using Fusion.Training.Tests.Networks;
using TorchSharp;

namespace Fusion.Training.Tests.Comparison;

/// <summary>The networks that steps are compared with.</summary>
internal static class TrainedNetworks
{
    private static readonly NetworkPair[] s_all =
    [
        new(ResNet20.Description, () => new ResNet20Module(), Classes("output", 10, Shape.Of(1))),
        new(SeResNet20.Description, () => new SeResNet20Module(), Classes("output", 10, Shape.Of(1), smoothing: 0.1)),
        new(SmallMobileNetV2.Description, () => new SmallMobileNetV2Module(), Classes("output", 10, Shape.Of(1))),
        new(MixedNetwork.Description, () => new MixedNetworkModule(),
            Classes("classes", 7, Shape.Of(1), smoothing: 0.2), Classes("pixels", 5, Shape.Of(12, 8, 1), weight: 0.3)),
    ];

    public static TheoryData<string> Names => [.. s_all.Select(pair => pair.ToString())];

    public static NetworkPair Find(string name) => s_all.First(pair => pair.ToString() == name);

    /// <summary>Cross entropy.</summary>
    /// <param name="output">The logits, of the whole picture or of every pixel.</param>
    /// <param name="labels">The shape of one sample's labels.</param>
    private static LossPair Classes(string output, int classes, Shape labels, double smoothing = 0, double weight = 1) => new(
        new LossTerm("of " + output, new CrossEntropy(smoothing),
            [new LossOperand(output), new LossOperand("labels of " + output, labels)], weight),
        operands => torch.nn.functional.cross_entropy(
            operands[0], operands[1].squeeze(1).to(torch.int64), label_smoothing: smoothing),
        random => random.Next(classes));
}
