namespace Fusion.Tool.Tests.Support;

/// <summary>The names and shapes of weights as PyTorch's models of these kinds have them, small.</summary>
internal static class TensorLists
{
    public static IReadOnlyList<(string Name, int[] Shape)> Of(string kind) => kind switch
    {
        "resnet" => [.. ResNet()],
        "sorted resnet" => [.. ResNet().OrderBy(tensor => tensor.Name, StringComparer.Ordinal)],
        "vgg" =>
        [
            .. Conv("features.0", 8, 3, 3, true), .. Conv("features.3", 16, 8, 3, true), .. Linear("classifier.0", 32, 16 * 49),
            .. Linear("classifier.3", 10, 32),
        ],
        "mobilenet" => [.. MobileNet()],
        "documentation" =>
        [
            .. Conv("conv1", 16, 3, 3, false), .. Norm("bn1", 16),
            .. Enumerable.Range(0, 2)
                .SelectMany(block => Conv($"layer1.{block}.conv1", 16, 16, 3, false).Concat(Norm($"layer1.{block}.bn1", 16))),
            .. Conv("layer2.0.conv1", 32, 16, 3, false), .. Norm("layer2.0.bn1", 32), .. Linear("fc", 10, 32),
        ],
        "perceptron" => [.. Linear("hidden.params", 16, 8), .. Linear("out", 4, 16)],
        "sequence 1d" =>
        [
            ("conv1.weight", [8, 4, 5]), ("conv1.bias", [8]), .. Norm("bn1", 8), ("net.0.weight", [8, 8, 2]), ("net.2.weight", [6, 8, 3]),
            ("net.2.bias", [6]), .. Linear("fc", 3, 6),
        ],
        "convnext" =>
        [
            .. Conv("stem.0", 16, 3, 4, true), ("stem.1.weight", [16]), ("stem.1.bias", [16]),
            .. Enumerable.Range(0, 2).SelectMany(block => (IEnumerable<(string Name, int[] Shape)>)
            [
                ($"stages.{block}.gamma", [16]), .. Conv($"stages.{block}.conv_dw", 16, 1, 7, true), ($"stages.{block}.norm.weight", [16]),
                ($"stages.{block}.norm.bias", [16]), .. Linear($"stages.{block}.mlp.fc1", 64, 16),
                .. Linear($"stages.{block}.mlp.fc2", 16, 64),
            ]),
            .. Linear("head.fc", 10, 16),
        ],
        _ =>
        [
            ("embeddings.word_embeddings.weight", [100, 16]), ("cls_token", [1, 1, 16]),
            .. Linear("layer.0.attention.query", 16, 16), .. Linear("layer.0.attention.value", 16, 16), ("layer.0.norm.weight", [16]),
            ("layer.0.norm.bias", [16]), .. Linear("pooler.dense", 16, 16),
        ],
    };

    private static IEnumerable<(string Name, int[] Shape)> ResNet()
    {
        IEnumerable<(string Name, int[] Shape)> all = [.. Conv("conv1", 16, 3, 7, false), .. Norm("bn1", 16)];
        foreach (var (layer, width, inputs) in ((int, int, int)[])[(1, 16, 16), (2, 32, 16)])
        {
            for (int block = 0; block < 2; block++)
            {
                string name = $"layer{layer}.{block}";
                bool isWider = block == 0 && width != inputs;
                all = all.Concat(Conv($"{name}.conv1", width, isWider ? inputs : width, 3, false)).Concat(Norm($"{name}.bn1", width))
                    .Concat(Conv($"{name}.conv2", width, width, 3, false)).Concat(Norm($"{name}.bn2", width));
                if (isWider)
                    all = all.Concat(Conv($"{name}.downsample.0", width, inputs, 1, false)).Concat(Norm($"{name}.downsample.1", width));
            }
        }
        return all.Concat(Linear("fc", 10, 32));
    }

    private static IEnumerable<(string Name, int[] Shape)> MobileNet() =>
    [
        .. Conv("features.0.0", 8, 3, 3, false), .. Norm("features.0.1", 8),
        .. Conv("features.1.conv.0.0", 16, 8, 1, false), .. Norm("features.1.conv.0.1", 16),
        .. Conv("features.1.conv.1.0", 16, 1, 3, false), .. Norm("features.1.conv.1.1", 16),
        .. Conv("features.1.conv.2", 8, 16, 1, false), .. Norm("features.1.conv.3", 8),
        .. Linear("classifier.1", 10, 8),
    ];

    private static IEnumerable<(string Name, int[] Shape)> Conv(string name, int outputs, int inputs, int kernel, bool bias) =>
        bias ? [($"{name}.weight", [outputs, inputs, kernel, kernel]), ($"{name}.bias", [outputs])]
            : [($"{name}.weight", [outputs, inputs, kernel, kernel])];

    private static IEnumerable<(string Name, int[] Shape)> Linear(string name, int outputs, int inputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];

    private static IEnumerable<(string Name, int[] Shape)> Norm(string name, int channels) =>
    [
        ($"{name}.weight", [channels]), ($"{name}.bias", [channels]), ($"{name}.running_mean", [channels]),
        ($"{name}.running_var", [channels]),
    ];
}
