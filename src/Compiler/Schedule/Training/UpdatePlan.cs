namespace Fusion.Compiler.Schedule;

/// <summary>An update of a parameter or of what an optimiser keeps, over all elements as one row.</summary>
/// <param name="States">Where the parameters and states lie that the operation reads: floats from the start of all weights.</param>
/// <param name="Values">The inputs that have as many elements.</param>
/// <param name="Step">The numbers of the step; null where the operation needs none.</param>
/// <param name="Guard">What gradients are multiplied by; no number where nothing may change.</param>
public sealed record UpdatePlan(
    string Title, Operation Operation, EquatableArray<long> States, EquatableArray<View> Values, View? Step, View Guard, View Output)
    : KernelPlan(Title)
{
    /// <summary>Elements of a unit: enough to be worth a thread's while.</summary>
    public const int UnitElements = 4096;

    public long Elements => (long)Output.Pixels * Output.Channels;

    public override int Units => (int)((Elements + UnitElements - 1) / UnitElements);

    public override IEnumerable<View> Reads => PlanViews.Of([.. Values, Step, Guard]);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>The factor of all gradients: see <see cref="StepGuard"/>.</summary>
public sealed record StepGuardPlan(string Title, StepGuard Guard, EquatableArray<View> Inputs, View Output) : KernelPlan(Title)
{
    public override int Units => 1;

    public override IEnumerable<View> Reads => Inputs;

    public override IEnumerable<View> Writes => [Output];
}
