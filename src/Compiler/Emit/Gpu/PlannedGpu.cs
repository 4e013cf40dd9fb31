using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>A network planned for GPUs.</summary>
/// <param name="Programs">Of each precision, fp32 first.</param>
public sealed record PlannedGpu(IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<GpuProgramSet> Programs)
    : PlannedTarget("Gpu", Variants)
{
    internal override KernelAliases Aliases => GpuAliases.All;

    /// <summary>Whether there is a choice of precisions.</summary>
    internal bool HasPrecisions => Programs.Count > 1;

    internal override void EmitMembers(NetworkText text) => new GpuMembersEmitter(text, this).Emit();

    internal override void EmitAccess(NetworkText text) => GpuProgramsEmitter.EmitAccess(text.Writer, HasPrecisions);

    internal override void EmitFile(NetworkText text)
    {
        GpuProgramsEmitter.EmitPrograms(text.Writer, this);
        foreach (GpuProgramSet set in Programs)
        {
            text.Writer.Line();
            GpuPackingEmitter.Emit(text.Writer, set);
        }
        for (int i = 0; i < Variants.Count; i++)
        {
            text.Writer.Line();
            GpuEmitter.Emit(text.Writer, [.. Programs.SelectMany(set => set.Tables(i))], SizeSuffix(i));
        }
    }

    /// <summary>Behind the name of a class of which each size has its own.</summary>
    internal string SizeSuffix(int size) => Variants.Count == 1 ? "" : "_" + size;
}
