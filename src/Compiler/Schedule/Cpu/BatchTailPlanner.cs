namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Finds the <see cref="BatchTail"/> of a network. It is the same for every instruction set, as buffers and weights are.</summary>
internal static class BatchTailPlanner
{
    /// <summary>Weights that are worth it. Fewer come from a cache for every sample.</summary>
    private const long LeastWeights = 256 * 1024;

    /// <summary>A layer with fewer weights can't begin it.</summary>
    private const long LeastOfFirst = 32 * 1024;

    /// <summary>Values that a kernel may read and write. Where they are many, those of several samples would push each other out of the
    /// caches.</summary>
    private const long MostValues = 16 * 1024;

    /// <summary>What a sample may keep for itself: groups should take no more memory than that of a run.</summary>
    private const long MostKept = 64 * 1024;

    /// <summary>The tail; null where there is none.</summary>
    /// <param name="kernels">With all buffers placed.</param>
    public static BatchTail? Plan(IReadOnlyList<CpuKernelPlan> kernels)
    {
        int first = kernels.Count;
        while (first > 0 && IsPossible(kernels[first - 1])) first--;
        while (first < kernels.Count && Weights(kernels[first]) < LeastOfFirst) first++;
        if (kernels.Skip(first).Sum(Weights) < LeastWeights) return null;

        Buffer[] touched = [.. kernels.Skip(first).SelectMany(Buffers).Distinct()];
        var range = FloatRange.Of(touched);
        if (range.Floats > MostKept) return null;
        var earlier = new HashSet<Buffer>(kernels.Take(first).SelectMany(Buffers));
        var kept = FloatRange.Of([.. touched.Where(earlier.Contains)]);
        return new BatchTail(first, range, kept.Floats == 0 ? kept with { From = range.From } : kept);
    }

    /// <summary>Not where it may write results in the place of an input: those of one sample may lie where another's input does.</summary>
    private static bool IsPossible(CpuKernelPlan kernel) => Values(kernel) <= MostValues
        && !(kernel.ReplacesEachValue && kernel.Reads.Any(view => view.Buffer.Kind == BufferKind.Input)
            && kernel.Writes.Any(view => view.Buffer.Kind == BufferKind.Output));

    private static long Weights(CpuKernelPlan kernel) => kernel is ConvolutionPlan plan
        ? (long)plan.Weights.Depth * plan.Weights.Outputs * plan.Convolution.Groups
        : 0;

    private static long Values(CpuKernelPlan kernel) =>
        kernel.Reads.Concat(kernel.Writes).Sum(view => (long)view.Pixels * view.Channels);

    private static IEnumerable<Buffer> Buffers(CpuKernelPlan kernel) => kernel.Reads.Concat(kernel.Writes)
        .Select(view => view.Buffer).Where(buffer => buffer.Kind == BufferKind.Workspace);
}
