using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>A network planned for GPUs.</summary>
/// <param name="Weights">How they lie on the device, for all sizes.</param>
public sealed record PlannedGpu(IReadOnlyList<CompiledVariant> Variants, GpuWeightLayout Weights) : PlannedTarget("Gpu", Variants)
{
    internal override KernelAliases Aliases => GpuAliases.All;

    /// <summary>Of each size the plan for single samples and that for batches.</summary>
    internal IReadOnlyList<(GpuNetworkPlan One, GpuNetworkPlan Batch)> Plans =>
        [.. Variants.Select(variant => ((GpuNetworkPlan)variant.Plans[0], (GpuNetworkPlan)variant.Plans[1]))];

    internal override void EmitMembers(NetworkText text) => new GpuMembersEmitter(text, this).Emit();

    internal override void EmitAccess(NetworkText text) => GpuProgramsEmitter.EmitAccess(text.Writer);

    internal override void EmitFile(NetworkText text)
    {
        GpuProgramsEmitter.EmitPrograms(text.Writer, this);
        text.Writer.Line();
        GpuPackingEmitter.Emit(text.Writer, Weights);
        for (int i = 0; i < Plans.Count; i++)
        {
            text.Writer.Line();
            GpuEmitter.Emit(text.Writer, Plans[i].One, Plans[i].Batch, SizeSuffix(i));
        }
    }

    /// <summary>Behind the name of a class of which each size has its own.</summary>
    internal string SizeSuffix(int size) => Variants.Count == 1 ? "" : "_" + size;
}
