namespace Fusion;

/// <summary>What the compiler knows about a network.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Variants">One for each declared size.</param>
/// <param name="Parameters">The tensors that the weights must hold, buffers included.</param>
public sealed record NetworkInfo(string Name, IReadOnlyList<NetworkVariant> Variants, IReadOnlyList<ParameterInfo> Parameters)
{
    /// <summary>The instruction sets that the network has kernels for, widest first. All, unless the project property FusionInstructionSets
    /// names some.</summary>
    public IReadOnlyList<InstructionSet> InstructionSets { get; init; } =
        [InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable];

    /// <summary>The number of parameters, as the literature counts them: running statistics left out.</summary>
    public long ParameterCount
    {
        get
        {
            long count = 0;
            foreach (ParameterInfo parameter in Parameters)
                if (parameter.IsCounted) count += parameter.Elements;
            return count;
        }
    }
}
