using Fusion.Gpu.Runtime;
using ILGPU;

namespace Fusion.Gpu.Tests.Kernels;

/// <summary>Kernels that do next to nothing, or what kernels cannot do.</summary>
internal static class TestKernels
{
    /// <summary>y = 2 x.</summary>
    public static void Double(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        int index = Grid.IdxX * 16 + Group.IdxX;
        outputs[index] = 2 * inputs[index];
    }

    /// <summary>Each value of a row comes from another thread, through shared memory.</summary>
    public static void Reverse(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> row = SharedMemory.Allocate<float>(16);
        int thread = Group.IdxX;
        row[thread] = inputs[Grid.IdxX * 16 + thread];
        Group.Barrier();
        outputs[Grid.IdxX * 16 + thread] = row[15 - thread];
    }

    /// <summary>Writes to where nothing is.</summary>
    public static void WriteOutside(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        long far = (1L << 40) + Group.IdxX;
        outputs[far] = inputs[Group.IdxX];
    }

    /// <summary>Does not compile: there are no objects on a device.</summary>
    public static void Objects(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        string text = batch.ToString(System.Globalization.CultureInfo.InvariantCulture);
        outputs[Grid.IdxX * 16 + Group.IdxX] = text.Length;
    }

    /// <summary>Has more shared memory than any device.</summary>
    public static void Greedy(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> all = SharedMemory.Allocate<float>(1 << 28);
        all[Group.IdxX] = inputs[Group.IdxX];
        Group.Barrier();
        outputs[Group.IdxX] = all[15 - Group.IdxX];
    }
}
