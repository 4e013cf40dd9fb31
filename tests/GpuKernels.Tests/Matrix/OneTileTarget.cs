using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Kernels.Tests.Matrix;

/// <summary>Plans as the product does, and then takes one tile for every convolution on matrix units that has room for it.</summary>
internal sealed class OneTileTarget(GpuMatrixTile tile) : Target
{
    private readonly GpuTarget _target = new(Computation.Fast, tile.Precision);

    public override string Name => _target.Name;

    public override string? FindGap(Graph graph, Node node) => _target.FindGap(graph, node);

    public override IEnumerable<(string Name, string Lines)> PlaceholderMembers(PlaceholderText text) => _target.PlaceholderMembers(text);

    public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks)
    {
        var planned = (PlannedGpu)_target.Plan(graphs, remarks);
        return planned with { Programs = [.. planned.Programs.Select(Change)] };
    }

    private GpuProgramSet Change(GpuProgramSet set) =>
        set with { Sizes = [.. set.Sizes.Select(sizes => (Change(sizes.One), Change(sizes.Batch)))] };

    private GpuNetworkPlan Change(GpuNetworkPlan plan) => new(
        plan.Graph, plan.Samples, [.. plan.GpuKernels.Select(Change)], plan.Weights, plan.WorkspaceFloats, plan.WorkspaceLowerBound);

    private GpuKernelPlan Change(GpuKernelPlan kernel) =>
        kernel is GpuConvolutionPlan { Tile: GpuMatrixTile, Partial: null, Squeeze: null } plan
            && plan.Weights.Panels * plan.Weights.Panel % tile.Columns == 0 ? plan with { Tile = tile } : kernel;
}
