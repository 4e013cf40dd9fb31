namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Products of two values: each matrix of the left side passes through the panels of its own right side, by the microkernels of
/// convolutions. A unit is a block of rows of one matrix and a share of the panels.
/// </summary>
/// <param name="Tile">What a microkernel computes; its blocking is that of one matrix.</param>
/// <param name="Right">The right sides.</param>
/// <param name="Blocks">How the rows of a matrix are cut.</param>
/// <param name="Shares">Into how many the panels are cut.</param>
public sealed record ProductPlan(string Title, ConvolutionPlan Tile, PackedMatrices Right, RowBlocks Blocks, int Shares)
    : CpuKernelPlan(Title)
{
    public Matrices Left => new(Tile.Input);

    public Matrices Result => new(Tile.Output);

    public int PanelsPerShare => (Right.Weights.Panels + Shares - 1) / Shares;

    public override int Units => Left.Count * Blocks.Count * Shares;

    public override IEnumerable<View> Reads => PlanViews.Reads(Tile.Epilogue, Tile.Input, Right.Weights.Place);

    public override IEnumerable<View> Writes => [Tile.Output];

    public override string TileText => Tile.TileText;
}
