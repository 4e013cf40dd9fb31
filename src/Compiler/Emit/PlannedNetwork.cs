using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>One size of a network, planned for one target.</summary>
/// <param name="Declared">The graph as declared.</param>
/// <param name="DeclaredText">The same as text, for the run time.</param>
/// <param name="Plans">One per machine of the target.</param>
public sealed record CompiledVariant(Graph Declared, string DeclaredText, IReadOnlyList<NetworkPlan> Plans, string FusionPlan)
{
    /// <summary>The same for several samples of a batch at once, the most first.</summary>
    public IReadOnlyList<SampleBlock> Blocks { get; init; } = [];

    /// <summary>The index of a block's program among those of all sizes, which stand before those of all blocks.</summary>
    internal static int ProgramOf(IReadOnlyList<CompiledVariant> variants, int size, int block) =>
        variants.Count + variants.Take(size).Sum(variant => variant.Blocks.Count) + block;
}

/// <summary>A network with every choice made, ready to be printed.</summary>
/// <param name="Class">Where the generated part goes.</param>
/// <param name="Targets">What it is compiled for. The first is the one whose run time the class derives from.</param>
public sealed record PlannedNetwork(NetworkClass Class, IReadOnlyList<PlannedTarget> Targets);
