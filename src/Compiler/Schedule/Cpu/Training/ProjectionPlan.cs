namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Brings weights back to what is declared of them, after an update.</summary>
/// <param name="Updated">What the optimiser has made of them, row by row.</param>
/// <param name="Guard">No number where nothing may change.</param>
public sealed record ProjectionPlan(string Title, WeightProjection Projection, View Updated, View Guard, View Output) : CpuKernelPlan(Title)
{
    /// <summary>Rows of the weights that a unit sees to, where rows know nothing of each other.</summary>
    public int UnitRows => Math.Max(1, UpdateGroup.UnitElements / Projection.Columns);

    public override int Units => Projection is OrthogonalProjection orthogonal
        ? orthogonal.Groups
        : (Projection.Rows + UnitRows - 1) / UnitRows;

    /// <summary>The rows of a group as doubles, their products with each other, and so many columns of the next iteration.</summary>
    public override long ScratchFloats => Projection is OrthogonalProjection orthogonal
        ? 2L * orthogonal.GroupRows * (orthogonal.Columns + orthogonal.GroupRows + BlockColumns)
        : 0;

    /// <summary>What the run time's iteration makes at a time.</summary>
    private const int BlockColumns = 64;

    public override IEnumerable<View> Reads => [Updated, Guard];

    public override IEnumerable<View> Writes => [Output];
}
