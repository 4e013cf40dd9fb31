using Fusion.Compiler.Emit;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler;

/// <summary>One size of a network, planned.</summary>
/// <param name="Declared">The graph as declared.</param>
/// <param name="DeclaredText">The same as text, for the run time.</param>
/// <param name="Plans">One per instruction set.</param>
public sealed record CompiledVariant(Graph Declared, string DeclaredText, IReadOnlyList<NetworkPlan> Plans, string FusionPlan);

/// <summary>A network with every choice made, ready to be printed.</summary>
/// <param name="Class">Where the generated part goes.</param>
/// <param name="Variants">One per size.</param>
/// <param name="Layouts">One per instruction set.</param>
public sealed record PlannedNetwork(NetworkClass Class, IReadOnlyList<CompiledVariant> Variants, IReadOnlyList<WeightLayout> Layouts);

/// <summary>The two files that are generated for a network.</summary>
/// <param name="Members">What users call. It compiles without the other file.</param>
/// <param name="Kernels">What those members run.</param>
public sealed record NetworkFiles(string Members, string Kernels)
{
    public IEnumerable<string> All => [Members, Kernels];

    public override string ToString() => string.Join("\n", All);
}
