using Fusion.Gpu.Runtime;
using Fusion.Runtime;

namespace Fusion.Gpu.Tests.Support;

/// <summary>A network of one kernel, without weights: x of 16 values to y of 16.</summary>
internal sealed unsafe class OneKernelNetwork : GpuNetwork
{
    public const int Values = 16;

    private OneKernelNetwork(GpuDevice device, GpuKernel kernel, long workspaceFloats, long largestFloats, GpuOptions? options)
        : base(device, new StateDict(), options,
            new GpuProgram(Description, 0, [kernel], workspaceFloats, 0, &Pack) { LargestFloats = largestFloats })
    {
    }

    private static NetworkInfo Description { get; } = new(
        nameof(OneKernelNetwork),
        [new NetworkVariant([new TensorInfo("x", [Values])], [new TensorInfo("y", [Values])], 0, 0, "", "", ["kernel"])],
        []);

    public static OneKernelNetwork Load(
        GpuDevice device, GpuKernelMethod method, int threads = Values, long workspaceFloats = 0, GpuOptions? options = null,
        long largestFloats = Values) =>
        new(device, new GpuKernel("the kernel", method, threads, 1, 1, 1), workspaceFloats, largestFloats, options);

    public float[] Run(float[] x)
    {
        float[] y = new float[x.Length];
        fixed (float* from = x, to = y)
            Execute(0, Batch(x.Length, Values, nameof(x)),
                [new Binding(from, Values * sizeof(float)), new Binding(to, Values * sizeof(float))]);
        return y;
    }

    private static void Pack(WeightPacker packer)
    {
    }
}
