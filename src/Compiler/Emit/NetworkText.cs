using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>The network that is printed, and where its text goes.</summary>
/// <param name="Variants">One per size.</param>
/// <param name="Layouts">One per instruction set.</param>
internal sealed record NetworkText(NetworkClass Class, IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<WeightLayout> Layouts, CodeWriter Writer)
{
    /// <summary>The pattern of one instruction set. Where its kernels are not part of the program, the condition is a constant, and the compiler drops the case.</summary>
    public static string Case(InstructionSet set) => $"global::Fusion.InstructionSet.{set.Name} when KernelSets.{set.Name}";
}
