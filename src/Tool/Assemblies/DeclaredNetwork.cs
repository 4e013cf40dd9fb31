using Fusion.Compiler.Graphs;

namespace Fusion.Tool.Assemblies;

/// <summary>A network class in an assembly, as far as it is known without running anything of it.</summary>
/// <param name="FullName">The class, with its namespace and outer classes: <c>Fusion.Zoo.ResNet50</c>.</param>
/// <param name="ParameterCount">Trained parameters, without running statistics.</param>
/// <param name="MultiplyAdds">Of one sample of the first size.</param>
/// <param name="WorkspaceBytes">Memory for intermediate values of one run, of the largest size.</param>
/// <param name="FusionPlan">Which operations went into which kernel, and why others did not.</param>
/// <param name="Sizes">One for each declared size.</param>
internal sealed record DeclaredNetwork(
    string FullName, long ParameterCount, long MultiplyAdds, long WorkspaceBytes, string FusionPlan, IReadOnlyList<DeclaredSize> Sizes)
{
    /// <summary>The class without its namespace.</summary>
    public string Name => FullName[(FullName.LastIndexOfAny(['.', '+']) + 1)..];
}

/// <summary>One of the sizes that a network was declared for.</summary>
/// <param name="Graph">The operations as they were declared.</param>
/// <param name="Kernels">The kernels' names, in the order in which they run.</param>
internal sealed record DeclaredSize(Graph Graph, IReadOnlyList<string> Kernels);
