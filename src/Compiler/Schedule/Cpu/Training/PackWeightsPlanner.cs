using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans the kernels that lay weights out for a training step.</summary>
internal static class PackWeightsPlanner
{
    /// <summary>
    /// Adds one for each layout that the kernels of a step read, just before the first of them: so the weights are in a cache when they are
    /// read, and take memory no longer than that. The updates come behind all.
    /// </summary>
    public static void Insert(WeightLayout layout, List<CpuKernelPlan> kernels)
    {
        foreach (CpuKernelPlan plan in Plan(layout).Reverse())
        {
            Buffer? buffer = plan.Writes.SingleOrDefault()?.Buffer;
            int reader = buffer is null ? 0 : kernels.FindIndex(kernel => kernel.Reads.Any(view => view.Buffer == buffer));
            kernels.Insert(reader, plan);
        }
    }

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
            return Plan(transposed.ToString(), weights, Vector(transposed.WeightName, elements), null, isTransposed: true);
        if (source is PhaseLayer phase)
        {
            ParameterVector ofLayer = Vector(phase.Layer.WeightName, elements / weights.Convolution.Taps * phase.Layer.Taps);
            return new PackWeightsPlan($"{phase}: lays the weights out", weights, ofLayer, null, IsTransposed: true) { Phase = phase };
        }
        var (path, weight, bias) = source switch
        {
            Conv conv => (conv.Path, conv.WeightName, conv.Bias == false ? null : conv.BiasName),
            Linear linear => (linear.Path, linear.WeightName, linear.Bias == false ? null : linear.BiasName),
            _ => throw new InvalidOperationException($"{source.Kind} has no weights that a training step could lay out."),
        };
        return Plan(path, weights, Vector(weight, elements),
            bias is null ? null : Vector(bias, weights.Convolution.Outputs), isTransposed: false);
    }

    private static CpuKernelPlan Plan(
        string layer, PackedWeights weights, ParameterVector source, ParameterVector? bias, bool isTransposed) =>
        weights.Transform is { } transform
            ? new TransformWeightsPlan($"{layer}: transforms the weights for {transform}", weights, source, bias, isTransposed)
            : new PackWeightsPlan($"{layer}: lays the weights out", weights, source, bias, isTransposed);
}
