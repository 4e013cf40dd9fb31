using Fusion.Gpu;
using Fusion.Zoo;

namespace Fusion.Samples;

/// <summary>A network that runs on the processor and on GPUs, for programs that run any of them by name.</summary>
/// <param name="Name">The name on a command line: <c>se-resnet-50</c>.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Info">What the compiler knows of it.</param>
/// <param name="Load">Makes the network for the processor.</param>
/// <param name="Run">Runs that.</param>
/// <param name="LoadGpu">Makes the network for a device.</param>
/// <param name="RunGpu">Runs that on memory of the program's.</param>
/// <param name="RunBuffers">Runs that on memory of the device's.</param>
internal sealed record GpuSample(
    string Name,
    string Title,
    NetworkInfo Info,
    Func<StateDict, Network> Load,
    GpuSample.Spans<Network> Run,
    Func<GpuDevice, StateDict, GpuOptions, GpuNetwork> LoadGpu,
    GpuSample.Spans<GpuNetwork> RunGpu,
    Action<GpuNetwork, GpuBuffer, GpuBuffer> RunBuffers)
{
    /// <summary>Runs a network of one input and one output.</summary>
    public delegate void Spans<TNetwork>(TNetwork network, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The one for devices that are slow.</summary>
    public static GpuSample Small { get; } = new("small", "A small SE-ResNet", SmallSeNet.Description,
        weights => SmallSeNet.Load(weights), (n, x, y) => ((SmallSeNet)n).Run(x, y), (d, w, o) => SmallSeNet.LoadGpu(d, w, o),
        (n, x, y) => ((SmallSeNet.Gpu)n).Run(x, y), (n, x, y) => ((SmallSeNet.Gpu)n).Run(x, y));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GpuSample> All { get; } =
    [
        Small,
        new("resnet-50", "ResNet-50", ResNet50.Description,
            weights => ResNet50.Load(weights), (n, x, y) => ((ResNet50)n).Run(x, y), (d, w, o) => ResNet50.LoadGpu(d, w, o),
            (n, x, y) => ((ResNet50.Gpu)n).Run(x, y), (n, x, y) => ((ResNet50.Gpu)n).Run(x, y)),
        new("se-resnet-50", "SE-ResNet-50", SeResNet50.Description,
            weights => SeResNet50.Load(weights), (n, x, y) => ((SeResNet50)n).Run(x, y), (d, w, o) => SeResNet50.LoadGpu(d, w, o),
            (n, x, y) => ((SeResNet50.Gpu)n).Run(x, y), (n, x, y) => ((SeResNet50.Gpu)n).Run(x, y)),
        new("efficientnet-b0", "EfficientNet-B0", EfficientNetB0.Description,
            weights => EfficientNetB0.Load(weights), (n, x, y) => ((EfficientNetB0)n).Run(x, y),
            (d, w, o) => EfficientNetB0.LoadGpu(d, w, o),
            (n, x, y) => ((EfficientNetB0.Gpu)n).Run(x, y), (n, x, y) => ((EfficientNetB0.Gpu)n).Run(x, y)),
        new("mobilenet-v2", "MobileNetV2", MobileNetV2.Description,
            weights => MobileNetV2.Load(weights), (n, x, y) => ((MobileNetV2)n).Run(x, y), (d, w, o) => MobileNetV2.LoadGpu(d, w, o),
            (n, x, y) => ((MobileNetV2.Gpu)n).Run(x, y), (n, x, y) => ((MobileNetV2.Gpu)n).Run(x, y)),
    ];

    /// <summary>The network of a name.</summary>
    public static GpuSample Find(string name) => All.FirstOrDefault(sample => sample.Name == name)
        ?? throw new UserException($"There is no network '{name}'; there are {string.Join(", ", All.Select(sample => sample.Name))}.");

    /// <summary>The values of the input, or of the output, for a batch.</summary>
    public static int Floats(IReadOnlyList<TensorInfo> tensors, int batch) => checked((int)(tensors[0].Elements * batch));
}
