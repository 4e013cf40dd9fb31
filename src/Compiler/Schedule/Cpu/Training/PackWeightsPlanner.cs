using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans the kernels that lay weights out for a training step.</summary>
internal static class PackWeightsPlanner
{
    /// <summary>Panels of 64 outputs and more steps over k than this would not stay in a second-level cache.</summary>
    private const int MostDepth = 2048;

    /// <summary>
    /// Adds one for each layout that the kernels of a step read, just before the first of them: so the weights are in a cache when they are
    /// read, and take memory no longer than that. Where each panel is read by one work item, that lays it out itself. The updates come
    /// behind all.
    /// </summary>
    public static void Insert(WeightLayout layout, List<CpuKernelPlan> kernels)
    {
        foreach (CpuKernelPlan plan in Plan(layout).Reverse())
        {
            Buffer? buffer = plan.Writes.SingleOrDefault()?.Buffer;
            if (plan is PackWeightsPlan pack && LeaveToReaders(pack, kernels)) continue;
            if (plan is TransformWeightsPlan transform && LeaveToReaders(transform, kernels)) continue;
            int reader = buffer is null ? 0 : kernels.FindIndex(kernel => kernel.Reads.Any(view => view.Buffer == buffer));
            kernels.Insert(reader, plan);
        }
    }

    /// <summary>Has the kernels that read the weights lay them out, panel by panel, if all of them can. The same for every instruction
    /// set.</summary>
    private static bool LeaveToReaders(PackWeightsPlan pack, List<CpuKernelPlan> kernels)
    {
        int[] readers = Readers(pack.Weights, kernels);
        if (pack.Weights.Convolution.Groups > 1 || pack.Weights.Depth > MostDepth
            || readers.Any(i => kernels[i] is not ConvolutionPlan { Blocking.Blocks: 1, Output.Pixels: > 1 })) return false;
        foreach (int i in readers)
        {
            var reader = (ConvolutionPlan)kernels[i];
            kernels[i] = reader with
            {
                Title = reader.Title + ", lays the weights out",
                Panels = reader.Panels with { Packing = pack with { IsCalled = true } },
                Prefetching = reader.Prefetching with { Ahead = 0, Next = reader.Prefetching.Next && pack.HasRowsOfPanels },
            };
        }
        return true;
    }

    /// <summary>The same in Winograd's form, where each panel is multiplied with one block of tiles only: a panel's transformed weights, up
    /// to four times as many as the declared ones, never reach memory.</summary>
    private static bool LeaveToReaders(TransformWeightsPlan transform, List<CpuKernelPlan> kernels)
    {
        int[] readers = Readers(transform.Weights, kernels);
        if (readers.Any(i => kernels[i] is not WinogradPlan { Tiles.Blocks: 1 })) return false;
        foreach (int i in readers)
        {
            var reader = (WinogradPlan)kernels[i];
            var near = new Prefetching(Output: false, Ahead: 0, Next: false);
            kernels[i] = reader with
            {
                Title = reader.Title + ", transforms the weights",
                Packing = transform with { IsCalled = true },
                Product = reader.Product with { Prefetching = near },
                LastProduct = reader.LastProduct with { Prefetching = near },
            };
        }
        return true;
    }

    private static int[] Readers(PackedWeights weights, List<CpuKernelPlan> kernels) => [.. Enumerable.Range(0, kernels.Count)
        .Where(i => kernels[i].Reads.Any(view => view.Buffer == weights.Buffer))];

    private static IReadOnlyList<CpuKernelPlan> Plan(WeightLayout layout) =>
    [
        .. layout.Convolutions.ToList().Select(weights => Plan(layout, weights)),
        .. layout.Vectors.OfType<SlopeVector>().ToList().Select(slopes => new PackSlopesPlan(
            $"{slopes.Operation.Path}: lays the slopes out", slopes,
            layout.Parameter(slopes.Operation.WeightName, slopes.Operation.Shared ? 1 : slopes.Channels))),
    ];

    private static CpuKernelPlan Plan(WeightLayout layout, PackedWeights weights)
    {
        Operation source = weights.Convolution.Parts.Single().Source;
        int elements = checked(weights.Convolution.Taps * weights.Inputs * weights.Convolution.Outputs);
        ParameterVector Vector(string name, int count) => layout.Parameter(name, count);
        if (source is TransposedLayer transposed)
            return Plan(transposed.ToString(), weights, Vector(transposed.WeightName, elements), Bias(transposed.BiasName),
                isTransposed: true);
        if (source is PhaseLayer phase)
        {
            ParameterVector ofLayer = Vector(phase.Layer.WeightName, elements / weights.Convolution.Taps * phase.Layer.Taps);
            return new PackWeightsPlan($"{phase}: lays the weights out", weights, ofLayer, Bias(phase.BiasName), IsTransposed: true)
            {
                Phase = phase,
            };
        }
        var (path, weight, bias) = source switch
        {
            Conv conv => (conv.Path, conv.WeightName, conv.Bias == false ? null : conv.BiasName),
            Linear linear => (linear.Path, linear.WeightName, linear.Bias == false ? null : linear.BiasName),
            _ => throw new InvalidOperationException($"{source.Kind} has no weights that a training step could lay out."),
        };
        return Plan(path, weights, Vector(weight, elements), Bias(bias), isTransposed: false);

        ParameterVector? Bias(string? name) => name is null ? null : Vector(name, weights.Convolution.Outputs);
    }

    private static CpuKernelPlan Plan(
        string layer, PackedWeights weights, ParameterVector source, ParameterVector? bias, bool isTransposed) =>
        weights.Transform is { } transform
            ? new TransformWeightsPlan($"{layer}: transforms the weights for {transform}", weights, source, bias, isTransposed)
            : new PackWeightsPlan($"{layer}: lays the weights out", weights, source, bias, isTransposed);
}
