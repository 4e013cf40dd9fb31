using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>A network planned for the CPU: kernels of every instruction set, and how weights are packed for them.</summary>
/// <param name="Layouts">One per instruction set.</param>
public sealed record PlannedCpu(IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<WeightLayout> Layouts)
    : PlannedTarget("Kernels", Variants)
{
    internal override KernelAliases Aliases => CpuAliases.All;

    internal override string DescriptionInitializer => Layouts.Count == InstructionSet.All.Count ? ""
        : $"InstructionSets = [{string.Join(", ", Layouts.Select(layout => $"InstructionSet.{layout.Set.Name}"))}]";

    internal override long OffsetOf(Parameter parameter) => Layouts[0].Parameter(parameter.Name, (int)parameter.Elements).Offset;

    internal override void EmitFile(NetworkText text)
    {
        CodeWriter writer = text.Writer;
        new KernelAccessPart(text, this).Emit();
        writer.Line();
        new PackingEmitter(text, this).Emit();
        writer.Line();
        if (StepValuesEmitter.Takes(text)) new StepValuesEmitter(text).Emit();
        new ProgramEmitter(text, this).Emit();
        for (int i = 0; i < Layouts.Count; i++)
        {
            int set = i;
            writer.Line();
            CpuEmitter.Emit(writer, [.. Programs(text.Class).Select(program => program.At(set))]);
        }
    }

    /// <summary>A program for each size, then one for each block of samples.</summary>
    internal IReadOnlyList<CpuProgram> Programs(NetworkClass type) =>
    [
        .. Variants.Select((variant, size) => new CpuProgram(CpuProgram.NameOf(size), type.SuffixOf(size), 1, variant.Plans)),
        .. Variants.SelectMany((variant, size) => variant.Blocks.Select(block =>
        {
            string suffix = $"_{block.Samples}Samples";
            return new CpuProgram(CpuProgram.NameOf(size) + suffix, type.SuffixOf(size) + suffix, block.Samples, block.Plans);
        })),
    ];

    /// <summary>
    /// The pattern of one instruction set. Compiled ahead of time, the condition is a constant: kernels that the program cannot choose are
    /// dropped.
    /// </summary>
    internal string Case(InstructionSet set)
    {
        bool has512 = Has(InstructionSet.Avx512), has2 = Has(InstructionSet.Avx2);
        string? condition = set == InstructionSet.Avx512 ? "Avx512"
            : set == InstructionSet.Avx2 ? has512 ? "Avx2" : "Avx2WithoutAvx512"
            : has2 ? "Portable" : has512 ? "PortableWithoutAvx2" : null;
        return $"InstructionSet.{set.Name}{(condition is null ? "" : $" when KernelSets.{condition}")}";
    }

    internal bool Has(InstructionSet wanted) => Layouts.Any(layout => layout.Set == wanted);
}
