namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The sums of squares of gradients and statistics, in chunks of each: see <see cref="StepGuard"/>.</summary>
/// <param name="Partials">For each chunk a double, in the place of two floats.</param>
public sealed record SquaresPlan(string Title, EquatableArray<View> Inputs, View Partials) : CpuKernelPlan(Title)
{
    /// <summary>Elements of a chunk, which is a unit.</summary>
    public const int ChunkElements = 16 * 1024;

    public override int Units => Inputs.Sum(Chunks);

    public override IEnumerable<View> Reads => Inputs;

    public override IEnumerable<View> Writes => [Partials];

    /// <summary>The chunks of a value.</summary>
    public static int Chunks(View value) => (int)((Elements(value) + ChunkElements - 1) / ChunkElements);

    public static long Elements(View value) => (long)value.Pixels * value.Channels;
}

/// <summary>The sums of squares of a gradient's columns, one double for each, which the kernel takes that makes the gradient.</summary>
/// <param name="Memory">For all gradients of which such sums are taken, one behind the other.</param>
/// <param name="First">The gradient's first double.</param>
public sealed record ColumnSquares(View Memory, int First);

/// <summary>The factor of all gradients: see <see cref="StepGuard"/>.</summary>
/// <param name="Terms">The terms of the loss.</param>
/// <param name="Partials">The sums of squares of gradients, and then of statistics.</param>
/// <param name="Chunks">How many of them there are.</param>
/// <param name="Columns">More sums of squares of gradients: see <see cref="ColumnSquares"/>. Null where there are none.</param>
public sealed record StepGuardPlan(
    string Title, StepGuard Guard, EquatableArray<View> Terms, View Partials, (int Gradients, int Statistics) Chunks,
    View? Columns, View Output) : CpuKernelPlan(Title)
{
    public override int Units => 1;

    public override IEnumerable<View> Reads => PlanViews.Of([.. Terms, Partials, Columns]);

    public override IEnumerable<View> Writes => [Output];
}
