namespace Fusion;

/// <summary>One of the sizes that a network was declared for. The variants of a network share their weights.</summary>
/// <param name="Inputs">The inputs, in the order of <c>Run</c>'s parameters.</param>
/// <param name="Outputs">The outputs, in the order of <c>Run</c>'s parameters.</param>
/// <param name="MultiplyAdds">Multiply-adds of one sample.</param>
/// <param name="WorkspaceBytes">The memory for intermediate values that one running <c>Run</c> needs, without the scratch memory of each
/// thread, which the plan names.</param>
/// <param name="Graph">The operations as text.</param>
/// <param name="FusionPlan">Which operations went into which kernel, and why others did not.</param>
/// <param name="Kernels">The kernels' names, in the order in which they run.</param>
public sealed record NetworkVariant(
    IReadOnlyList<TensorInfo> Inputs,
    IReadOnlyList<TensorInfo> Outputs,
    long MultiplyAdds,
    long WorkspaceBytes,
    string Graph,
    string FusionPlan,
    IReadOnlyList<string> Kernels)
{
    /// <summary>The values inside the network that a run can show, in the order in which they are computed.</summary>
    public IReadOnlyList<TensorInfo> Taps { get; init; } = [];
}
