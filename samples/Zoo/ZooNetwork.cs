namespace Fusion.Zoo;

/// <summary>A network of the zoo behind one face, for programs that run any of them by name.</summary>
/// <param name="Name">The name on a command line: <c>se-resnet-50</c>.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Info">What the compiler knows of it.</param>
/// <param name="Load">Makes the network from weights.</param>
/// <param name="Run">Runs it on floats.</param>
/// <param name="RunImage">Runs it on an image of bytes.</param>
/// <param name="Normalization">How it was trained to see bytes.</param>
public sealed record ZooNetwork(
    string Name,
    string Title,
    NetworkInfo Info,
    Func<StateDict, NetworkOptions, Network> Load,
    ZooNetwork.FloatRun Run,
    ZooNetwork.ByteRun RunImage,
    ImageNormalization Normalization)
{
    /// <summary>
    /// What the numbers of the output stand for, where they are few; empty where they are not classes, and for ImageNet, whose names are
    /// not part of this repository.
    /// </summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Runs a network on floats; one array per output.</summary>
    public delegate void FloatRun(Network network, ReadOnlySpan<float> input, float[][] outputs);

    /// <summary>Runs a network on an image of bytes; one array per output.</summary>
    public delegate void ByteRun(Network network, ReadOnlySpan<byte> image, ImageNormalization normalization, float[][] outputs);

    private static readonly ImageNormalization Signed = new([127.5f], [127.5f]);
    private static readonly ImageNormalization Bgr = new([0], [1], swapRedAndBlue: true);
    private static readonly ImageNormalization BgrMinusMean = new([104, 117, 123], [1, 1, 1], swapRedAndBlue: true);

    /// <summary>All of them, the ones for ImageNet first.</summary>
    public static IReadOnlyList<ZooNetwork> All { get; } =
    [
        new("resnet-50", "ResNet-50", ResNet50.Description, ResNet50.Load,
            (n, x, y) => ((ResNet50)n).Run(x, y[0]), (n, x, m, y) => ((ResNet50)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("se-resnet-50", "SE-ResNet-50", SeResNet50.Description, SeResNet50.Load,
            (n, x, y) => ((SeResNet50)n).Run(x, y[0]), (n, x, m, y) => ((SeResNet50)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("mobilenet-v2", "MobileNetV2", MobileNetV2.Description, MobileNetV2.Load,
            (n, x, y) => ((MobileNetV2)n).Run(x, y[0]), (n, x, m, y) => ((MobileNetV2)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("mobilenet-v3-large", "MobileNetV3-Large", MobileNetV3Large.Description, MobileNetV3Large.Load,
            (n, x, y) => ((MobileNetV3Large)n).Run(x, y[0]), (n, x, m, y) => ((MobileNetV3Large)n).Run(x, m, y[0]),
            ImageNormalization.ImageNet),
        new("mobilenet-v3-small", "MobileNetV3-Small", MobileNetV3Small.Description, MobileNetV3Small.Load,
            (n, x, y) => ((MobileNetV3Small)n).Run(x, y[0]), (n, x, m, y) => ((MobileNetV3Small)n).Run(x, m, y[0]),
            ImageNormalization.ImageNet),
        new("regnet-y-400mf", "RegNetY-400MF", RegNetY400MF.Description, RegNetY400MF.Load,
            (n, x, y) => ((RegNetY400MF)n).Run(x, y[0]), (n, x, m, y) => ((RegNetY400MF)n).Run(x, m, y[0]),
            ImageNormalization.ImageNet),
        new("efficientnet-b0", "EfficientNet-B0", EfficientNetB0.Description, EfficientNetB0.Load,
            (n, x, y) => ((EfficientNetB0)n).Run(x, y[0]), (n, x, m, y) => ((EfficientNetB0)n).Run(x, m, y[0]),
            ImageNormalization.ImageNet),
        new("vit-tiny", "ViT-Tiny/16", ViTTiny.Description, ViTTiny.Load,
            (n, x, y) => ((ViTTiny)n).Run(x, y[0]), (n, x, m, y) => ((ViTTiny)n).Run(x, m, y[0]), Signed),
        new("squeezenet-1.1", "SqueezeNet 1.1", SqueezeNet11.Description, SqueezeNet11.Load,
            (n, x, y) => ((SqueezeNet11)n).Run(x, y[0]), (n, x, m, y) => ((SqueezeNet11)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("googlenet", "GoogLeNet", GoogLeNet.Description, GoogLeNet.Load,
            (n, x, y) => ((GoogLeNet)n).Run(x, y[0]), (n, x, m, y) => ((GoogLeNet)n).Run(x, m, y[0]), Signed),
        new("convnext-tiny", "ConvNeXt-Tiny", ConvNextTiny.Description, ConvNextTiny.Load,
            (n, x, y) => ((ConvNextTiny)n).Run(x, y[0]), (n, x, m, y) => ((ConvNextTiny)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("densenet-121", "DenseNet-121", DenseNet121.Description, DenseNet121.Load,
            (n, x, y) => ((DenseNet121)n).Run(x, y[0]), (n, x, m, y) => ((DenseNet121)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("shufflenet-v2", "ShuffleNetV2 ×1.0", ShuffleNetV2.Description, ShuffleNetV2.Load,
            (n, x, y) => ((ShuffleNetV2)n).Run(x, y[0]), (n, x, m, y) => ((ShuffleNetV2)n).Run(x, m, y[0]), ImageNormalization.ImageNet),
        new("u-net", "U-Net, a fourth as wide", UNet.Description, UNet.Load,
            (n, x, y) => ((UNet)n).Run(x, y[0]), (n, x, m, y) => ((UNet)n).Run(x, m, y[0]), ImageNormalization.UnitRange),
        new("network-in-network", "Network in Network", NetworkInNetwork.Description, NetworkInNetwork.Load,
            (n, x, y) => ((NetworkInNetwork)n).Run(x, y[0]), (n, x, m, y) => ((NetworkInNetwork)n).Run(x, m, y[0]), BgrMinusMean),
        new("ppocr-cls", "PP-OCR text direction classifier", PpOcrCls.Description, PpOcrCls.Load,
            (n, x, y) => ((PpOcrCls)n).Run(x, y[0]), (n, x, m, y) => ((PpOcrCls)n).Run(x, m, y[0]), Signed)
        {
            Classes = ["upright", "upside down"],
        },
        new("minifasnet-v2", "MiniFASNetV2", MiniFasNetV2.Description, MiniFasNetV2.Load,
            (n, x, y) => ((MiniFasNetV2)n).Run(x, y[0]), (n, x, m, y) => ((MiniFasNetV2)n).Run(x, m, y[0]), Bgr)
        {
            Classes = ["fake", "real", "fake"],
        },
        new("retinaface", "RetinaFace, MobileNet ×0.25", RetinaFaceMobileNet025.Description, RetinaFaceMobileNet025.Load,
            (n, x, y) => ((RetinaFaceMobileNet025)n).Run(x, y[0], y[1], y[2]),
            (n, x, m, y) => ((RetinaFaceMobileNet025)n).Run(x, m, y[0], y[1], y[2]), BgrMinusMean),
        new("resnet-20-cifar10", "ResNet-20 for CIFAR-10", ResNet20Cifar10.Description, ResNet20Cifar10.Load,
            (n, x, y) => ((ResNet20Cifar10)n).Run(x, y[0]), (n, x, m, y) => ((ResNet20Cifar10)n).Run(x, m, y[0]),
            ImageNormalization.ImageNet)
        {
            Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        },
        new("burn-multi-layer", "Burn's multi-layer test", BurnMultiLayer.Description, BurnMultiLayer.Load,
            (n, x, y) => ((BurnMultiLayer)n).Run(x, y[0]), (n, x, m, y) => ((BurnMultiLayer)n).Run(x, m, y[0]),
            ImageNormalization.UnitRange),
    ];

    /// <summary>Parts of networks on their own, which take no image.</summary>
    public static IReadOnlyList<ZooNetwork> Blocks { get; } =
    [
        new("se-resnet-block", "SE-ResNet-50's block at 56×56", SeResNetBlock.Description, SeResNetBlock.Load,
            (n, x, y) => ((SeResNetBlock)n).Run(x, y[0]), NoImage, ImageNormalization.UnitRange),
        new("mbconv-block", "EfficientNet-B0's block at 56×56", MBConvBlock.Description, MBConvBlock.Load,
            (n, x, y) => ((MBConvBlock)n).Run(x, y[0]), NoImage, ImageNormalization.UnitRange),
        new("convnext-block", "ConvNeXt-Tiny's block at 56×56", ConvNextUnit.Description, ConvNextUnit.Load,
            (n, x, y) => ((ConvNextUnit)n).Run(x, y[0]), NoImage, ImageNormalization.UnitRange),
        new("vit-block", "ViT-Tiny's block on 197 tokens", ViTBlock.Description, ViTBlock.Load,
            (n, x, y) => ((ViTBlock)n).Run(x, y[0]), NoImage, ImageNormalization.UnitRange),
    ];

    /// <summary>The network of this name, or null.</summary>
    public static ZooNetwork? Find(string name) => All.FirstOrDefault(network => Plain(network.Name) == Plain(name));

    /// <summary>The network or block of this name, or null.</summary>
    public static ZooNetwork? FindAny(string name) => Find(name) ?? Blocks.FirstOrDefault(block => Plain(block.Name) == Plain(name));

    /// <summary>Arrays for the outputs of one size.</summary>
    public float[][] Outputs(int variant = 0, int batch = 1) =>
        [.. Info.Variants[variant].Outputs.Select(output => new float[batch * output.Elements])];

    private static void NoImage(Network network, ReadOnlySpan<byte> image, ImageNormalization normalization, float[][] outputs) =>
        throw new NotSupportedException($"{network.Info.Name} has no image for an input.");

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
