using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using ILGPU;

namespace Fusion.Gpu.Tests.Order;

/// <summary>Kernels for the order check, in the forms that generated kernels have, and in forms that they must not have.</summary>
internal static class OrderKernels
{
    private const int Threads = 64;

    /// <summary>The tile loop of textbooks, which ends in load, barrier.</summary>
    public static void Textbook(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        float sum = 0;
        for (int k = 0; k < batch; k++)
        {
            tile[thread] = inputs[k * Threads + thread];
            Group.Barrier();
            sum += tile[(thread + 1) & (Threads - 1)];
            Group.Barrier();
        }
        outputs[thread] = sum;
    }

    /// <summary>Load and then store in the same place, round a loop.</summary>
    public static void AddAndReplace(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        tile[thread] = weights[thread];
        float sum = 0;
        for (int k = 0; k < batch; k++)
        {
            sum += tile[thread];
            tile[thread] = inputs[k * Threads + thread];
        }
        outputs[thread] = sum;
    }

    /// <summary>A load whose value decides about a branch, and then a barrier.</summary>
    public static void Branch(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        tile[thread] = weights[thread];
        Group.Barrier();
        float first = tile[0];
        Group.Barrier();
        if (first > 0) outputs[thread] = 1;
    }

    /// <summary>The tile loop with the barrier that guards the reuse at its top.</summary>
    public static void Guarded(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        float sum = 0;
        for (int k = 0; k < batch; k++)
        {
            Group.Barrier();
            tile[thread] = inputs[k * Threads + thread];
            Group.Barrier();
            sum += tile[(thread + 1) & (Threads - 1)];
        }
        outputs[thread] = sum;
    }

    /// <summary>Two buffers in turn, filled four floats at a time from what was loaded before the sums.</summary>
    public static void DoubleBuffered(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> floats = SharedMemory.Allocate<float>(2 * 4 * Threads);
        ArrayView<float> factors = SharedMemory.Allocate<float>(Threads);
        ArrayView<Float4> tile = floats.Cast<Float4>();
        ArrayView<Float4> source = inputs.Cast<Float4>();
        int thread = Group.IdxX;
        tile[thread] = source[thread];
        factors[thread] = weights[thread];
        Group.Barrier();
        Float4 sum = default;
        for (int k = 0; k < batch; k++)
        {
            Float4 next = source[(k + 1) * Threads + thread];
            ArrayView<Float4> now = tile.SubView((k & 1) * Threads, Threads);
            for (int i = 0; i < Threads; i++) MultiplyAdd(ref sum, now[i], factors[i]);
            tile[((k + 1) & 1) * Threads + thread] = next;
            Group.Barrier();
        }
        outputs.Cast<Float4>()[thread] = sum;
    }

    /// <summary>A tree: conditional loads and stores between barriers, in a method of its own.</summary>
    public static void Tree(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> sums = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        sums[thread] = thread < batch ? inputs[thread] : 0;
        Group.Barrier();
        for (int half = Threads / 2; half > 0; half >>= 1)
        {
            Fold(sums, thread, half);
            Group.Barrier();
        }
        if (thread == 0) outputs[Grid.IdxX] = sums[0];
    }

    /// <summary>As Tree, with every step written out and early exits for those that have nothing to do.</summary>
    public static void Unrolled(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> sums = SharedMemory.Allocate<float>(Threads);
        ArrayView<float> highs = SharedMemory.Allocate<float>(Threads);
        int thread = Group.IdxX;
        int count = batch < Threads ? batch : Threads;
        float sum = 0, high = float.MinValue;
        for (int k = thread; k < count; k += Threads)
        {
            float value = inputs[k];
            sum += value;
            high = value > high ? value : high;
        }
        sums.SubView(0, Threads)[thread] = sum;
        highs.SubView(0, Threads)[thread] = high;
        Group.Barrier();
        if (thread < 32)
        {
            sums[thread] += sums[thread + 32];
            if (highs[thread + 32] > highs[thread]) highs[thread] = highs[thread + 32];
        }
        Group.Barrier();
        if (thread >= 16) return;
        outputs[thread] = sums[thread] + sums[thread + 16] + highs[thread];
    }

    private static void Fold(ArrayView<float> sums, int thread, int half)
    {
        if (thread < half) sums[thread] += sums[thread + half];
    }

    private static void MultiplyAdd(ref Float4 sum, Float4 value, float factor)
    {
        sum.X += value.X * factor;
        sum.Y += value.Y * factor;
        sum.Z += value.Z * factor;
        sum.W += value.W * factor;
    }
}
