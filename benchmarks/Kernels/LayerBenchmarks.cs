using BenchmarkDotNet.Attributes;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;

namespace Fusion.Benchmarks;

/// <summary>
/// Single layers from the caller's input to the caller's output. ONNX Runtime turns its layout twice for that: Compare's <c>--layers</c>
/// leaves it out.
/// </summary>
public class LayerBenchmarks
{
    private readonly Engines _engines = new();

    public static IEnumerable<string> Layers => SingleLayer.Standard.Select(layer => layer.Name);

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _engines.Load(SingleLayer.Standard.First(layer => layer.Name == Layer));

    [GlobalCleanup]
    public void Cleanup() => _engines.Dispose();

    [Benchmark]
    public void Fusion() => _engines.RunFusion();

    [Benchmark(Baseline = true)]
    public void OnnxRuntime() => _engines.RunOnnxRuntime();
}

/// <summary>What an activation adds to a layer that is small enough for it to matter.</summary>
public class ActivationBenchmarks
{
    private static readonly Operation[] s_activations =
        [new Relu(), new Relu6(), new LeakyRelu(0.1), new HardSigmoid(), new HardSwish(), new Sigmoid(), new Silu(), new Tanh(), new Gelu(),
            new Mish(), new Elu(1)];

    private readonly Engines _engines = new();

    public static IEnumerable<string> Activations => s_activations.Select(activation => activation.Kind);

    [ParamsSource(nameof(Activations))]
    public string Activation { get; set; } = "";

    [GlobalSetup]
    public void Setup() =>
        _engines.Load(SingleLayer.Square(32, 192, 28, activation: s_activations.First(activation => activation.Kind == Activation)));

    [GlobalCleanup]
    public void Cleanup() => _engines.Dispose();

    [Benchmark]
    public void Fusion() => _engines.RunFusion();
}

/// <summary>Kernels that are no convolutions.</summary>
public class MapBenchmarks
{
    private static readonly SingleLayer[] s_layers =
    [
        SingleLayer.Map(new MaxPool([3, 3], [2, 2], [1, 1]), 112, 112, 64),
        SingleLayer.Map(new AveragePool([3, 3], [1, 1], [1, 1]), 28, 28, 192),
        SingleLayer.Map(new GlobalPool(Compiler.Operations.GlobalPoolMode.Average), 7, 7, 2048),
        SingleLayer.Map(new Softmax(), 1000),
        SingleLayer.Map(new LocalResponseNorm(5), 28, 28, 192),
        SingleLayer.Map(new ChannelShuffle(4), 28, 28, 240),
    ];

    private readonly Engines _engines = new();

    public static IEnumerable<string> Kernels => s_layers.Select(layer => layer.Name);

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _engines.Load(s_layers.First(layer => layer.Name == Kernel));

    [GlobalCleanup]
    public void Cleanup() => _engines.Dispose();

    [Benchmark]
    public void Fusion() => _engines.RunFusion();

    [Benchmark(Baseline = true)]
    public void OnnxRuntime() => _engines.RunOnnxRuntime();
}

/// <summary>One layer loaded on both engines.</summary>
internal sealed class Engines : IDisposable
{
    private CompiledLayer? _layer;
    private Network? _network;
    private OnnxBaseline? _onnx;
    private float[] _input = [];
    private float[][] _outputs = [];

    public void Load(SingleLayer layer, int threads = 1)
    {
        _layer = LayerCompiler.Compile([layer])[0];
        NetworkVariant variant = _layer.Info.Variants[0];
        StateDict weights = NetworkWeights.Initialize(_layer.Info, seed: 1);
        var random = new Random(1);
        _input = [.. Enumerable.Range(0, (int)variant.Inputs[0].Elements).Select(_ => 2 * random.NextSingle() - 1)];
        _outputs = [new float[variant.Outputs[0].Elements]];
        _network = _layer.Load(weights, new NetworkOptions { Threads = threads });
        _onnx = new OnnxBaseline(layer.Graph, weights, _input, threads);
    }

    public void RunFusion() => _layer!.Run(_network!, _input, _outputs);

    public void RunOnnxRuntime() => _onnx!.Run();

    public void Dispose()
    {
        _network?.Dispose();
        _onnx?.Dispose();
    }
}
