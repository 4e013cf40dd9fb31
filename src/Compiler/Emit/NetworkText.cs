using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit;

/// <summary>The network that is printed, and where its text goes.</summary>
/// <param name="Variants">One per size.</param>
/// <param name="Layouts">One per instruction set.</param>
internal sealed record NetworkText(NetworkClass Class, IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<WeightLayout> Layouts,
    CodeWriter Writer)
{
    /// <summary>
    /// The pattern of one instruction set. Compiled ahead of time, the condition is a constant: kernels that the program cannot choose are
    /// dropped.
    /// </summary>
    public string Case(InstructionSet set)
    {
        bool has512 = Has(InstructionSet.Avx512), has2 = Has(InstructionSet.Avx2);
        string? condition = set == InstructionSet.Avx512 ? "Avx512"
            : set == InstructionSet.Avx2 ? has512 ? "Avx2" : "Avx2WithoutAvx512"
            : has2 ? "Portable" : has512 ? "PortableWithoutAvx2" : null;
        return $"InstructionSet.{set.Name}{(condition is null ? "" : $" when KernelSets.{condition}")}";

        bool Has(InstructionSet wanted) => Layouts.Any(layout => layout.Set == wanted);
    }

    /// <summary>Every tensor of the state dict, once each, whichever variant needs it.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Variants.SelectMany(variant => variant.Declared.Parameters)
        .GroupBy(parameter => parameter.Name).Select(group => group.First())];

    /// <summary>Which of the inputs has the name.</summary>
    public int PlaceOf(string input) => Variants[0].Declared.Inputs.ToList().FindIndex(node => ((Input)node.Operation).Name == input);

    /// <summary>How the user's class calls a class of the kernels' namespace.</summary>
    public string Kernels(string className) => $"global::{Class.KernelNamespace}.{className}";
}
