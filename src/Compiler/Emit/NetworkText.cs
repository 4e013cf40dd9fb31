using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>The network that is printed, and where its text goes.</summary>
/// <param name="Variants">One per size.</param>
/// <param name="Layouts">One per instruction set.</param>
internal sealed record NetworkText(NetworkClass Class, IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<WeightLayout> Layouts, CodeWriter Writer)
{
    /// <summary>How the user's class calls a class of the kernels' namespace.</summary>
    public string Kernels(string className) => $"global::{Class.KernelNamespace}.{className}";
}
