using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>What runs a network's sizes at one precision.</summary>
/// <param name="Sizes">Of each size the plan for single samples and that for batches.</param>
public sealed record GpuProgramSet(GpuPrecision Precision, IReadOnlyList<(GpuNetworkPlan One, GpuNetworkPlan Batch)> Sizes)
{
    /// <summary>How the weights lie on the device for single samples, for all sizes.</summary>
    public GpuWeightLayout OfOne => Sizes[0].One.Weights;

    /// <summary>The same for batches.</summary>
    public GpuWeightLayout OfBatch => Sizes[0].Batch.Weights;

    /// <summary>Behind the names of what each precision has for itself.</summary>
    public string Suffix => Precision == GpuPrecision.Single ? "" : Precision.ToString();

    /// <summary>The tables of a size's kernels.</summary>
    internal IEnumerable<GpuKernelTable> Tables(int size)
    {
        string behind = Suffix.Length == 0 ? "" : "_" + Suffix;
        yield return new GpuKernelTable("Kernels" + Suffix, Sizes[size].One, behind);
        yield return new GpuKernelTable("BatchKernels" + Suffix, Sizes[size].Batch, behind + "_Batch");
    }
}

/// <summary>A table of kernels in the generated class.</summary>
/// <param name="KernelSuffix">Behind the names of kernels that no table before has.</param>
internal sealed record GpuKernelTable(string Name, GpuNetworkPlan Plan, string KernelSuffix);
