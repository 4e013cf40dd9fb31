using Fusion.Gpu.Runtime;
using Fusion.Runtime;
using ILGPU;

namespace Fusion.Gpu.Tests.Support;

/// <summary>
/// A network as generated code would have it, by hand: h = W x + b, y = max(h, 0), z = h + s, with x of 40 values and the others of 20. A
/// group computes one sample; its threads share x.
/// </summary>
internal sealed unsafe class SmallNetwork : GpuNetwork
{
    public const int Inputs = 40, Outputs = 20;

    private const int Threads = 32;
    private const int PaddedInputs = 48, PaddedOutputs = 32, BiasOffset = Inputs * Outputs;

    private SmallNetwork(GpuDevice device, StateDict weights, GpuOptions? options, GpuPrecision precision)
        : base(device, weights, options, Program(precision))
    {
    }

    public static NetworkInfo Description { get; } = new(
        nameof(SmallNetwork),
        [
            new NetworkVariant(
                [new TensorInfo("x", [Inputs]), new TensorInfo("s", [Outputs])],
                [new TensorInfo("y", [Outputs]), new TensorInfo("z", [Outputs])],
                Inputs * Outputs, PaddedOutputs * sizeof(float), "", "", ["fc"]),
        ],
        [
            new ParameterInfo("fc.weight", [Outputs, Inputs], ParameterKind.Weight, Inputs),
            new ParameterInfo("fc.bias", [Outputs], ParameterKind.Bias),
        ]);

    /// <param name="precision">That which its kernels say they are for.</param>
    public static SmallNetwork Load(
        GpuDevice device, int seed = 1, GpuOptions? options = null, GpuPrecision precision = GpuPrecision.Single) =>
        new(device, NetworkWeights.Initialize(Description, seed), options, precision);

    public static SmallNetwork Load(GpuDevice device, StateDict weights, GpuOptions? options = null) =>
        new(device, weights, options, GpuPrecision.Single);

    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> s, Span<float> y, Span<float> z)
    {
        int batch = Batch(x.Length, Inputs, nameof(x));
        CheckLength(s.Length, batch, Outputs, nameof(s));
        CheckLength(y.Length, batch, Outputs, nameof(y));
        CheckLength(z.Length, batch, Outputs, nameof(z));
        fixed (float* px = x, ps = s, py = y, pz = z)
        {
            Execute(0, batch,
            [
                new Binding(px, Inputs * sizeof(float)), new Binding(ps, Outputs * sizeof(float)),
                new Binding(py, Outputs * sizeof(float)), new Binding(pz, Outputs * sizeof(float)),
            ]);
        }
    }

    public Task RunAsync(ReadOnlyMemory<float> x, ReadOnlyMemory<float> s, Memory<float> y, Memory<float> z) =>
        ExecuteAsync(0, Batch(x.Length, Inputs, nameof(x)), [x, s], [y, z]);

    public void Run(GpuBuffer x, GpuBuffer s, GpuBuffer y, GpuBuffer z) => Execute(0, x, s, y, z);

    /// <summary>What the network computes, in double precision.</summary>
    public static (float[] Y, float[] Z) Reference(int seed, float[] x, float[] s)
    {
        StateDict weights = NetworkWeights.Initialize(Description, seed);
        ReadOnlySpan<float> w = weights["fc.weight"].Values, b = weights["fc.bias"].Values;
        float[] y = new float[s.Length], z = new float[s.Length];
        for (int i = 0; i < s.Length; i++)
        {
            int sample = i / Outputs, output = i % Outputs;
            double h = b[output];
            for (int k = 0; k < Inputs; k++) h += (double)w[output * Inputs + k] * x[sample * Inputs + k];
            y[i] = (float)Math.Max(h, 0);
            z[i] = (float)(h + s[i]);
        }
        return (y, z);
    }

    private static GpuProgram Program(GpuPrecision precision) => new(
        Description, 0,
        [
            new GpuKernel("fc", Linear, Threads, 1, 1, 1),
            new GpuKernel("fc's activation", Activate, 64, Outputs, 64, 1),
        ],
        PaddedOutputs, BiasOffset + PaddedOutputs, &Pack) { Precision = precision };

    private static void Pack(WeightPacker packer)
    {
        packer.Vector(0, Outputs * Inputs, Outputs * Inputs, "fc.weight");
        packer.Vector(BiasOffset, Outputs, PaddedOutputs, "fc.bias");
    }

    private static void Linear(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(PaddedInputs);
        int sample = Grid.IdxX, thread = Group.IdxX;
        for (int k = thread; k < Inputs; k += Threads) shared[k] = inputs[sample * Inputs + k];
        Group.Barrier();
        if (thread < Outputs)
        {
            float sum = weights[BiasOffset + thread];
            for (int k = 0; k < Inputs; k++) sum += weights[thread * Inputs + k] * shared[k];
            workspace[sample * PaddedOutputs + thread] = sum;
        }
    }

    private static void Activate(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        int index = Grid.IdxX * 64 + Group.IdxX;
        if (index >= batch * Outputs) return;
        int sample = index / Outputs, output = index % Outputs;
        float h = workspace[sample * PaddedOutputs + output];
        outputs[index] = h > 0 ? h : 0;
        outputs[PaddedOutputs * batch + index] = h + inputs[PaddedInputs * batch + index];
    }
}
