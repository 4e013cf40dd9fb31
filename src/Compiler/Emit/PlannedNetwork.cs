using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>One size of a network, planned for one target.</summary>
/// <param name="Declared">The graph as declared.</param>
/// <param name="DeclaredText">The same as text, for the run time.</param>
/// <param name="Plans">One per machine of the target.</param>
public sealed record CompiledVariant(Graph Declared, string DeclaredText, IReadOnlyList<NetworkPlan> Plans, string FusionPlan);

/// <summary>A network with every choice made, ready to be printed.</summary>
/// <param name="Class">Where the generated part goes.</param>
/// <param name="Targets">What it is compiled for. The first is the one whose run time the class derives from.</param>
public sealed record PlannedNetwork(NetworkClass Class, IReadOnlyList<PlannedTarget> Targets);
