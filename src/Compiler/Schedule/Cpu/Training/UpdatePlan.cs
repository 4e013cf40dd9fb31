namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// All updates of a step, of parameters and of what an optimiser keeps: one kernel, for a network has many small parameters. Its units are
/// those of the groups, one after the other.
/// </summary>
/// <param name="Step">The numbers of the step; null where no operation needs them.</param>
/// <param name="Guard">What gradients are multiplied by; no number where nothing may change.</param>
public sealed record UpdatePlan(string Title, EquatableArray<UpdateGroup> Groups, View? Step, View Guard) : CpuKernelPlan(Title)
{
    public override int Units => Groups.Sum(group => group.Units);

    public override IEnumerable<View> Reads =>
        PlanViews.Of([.. Groups.SelectMany(group => group.Updates).SelectMany(update => update.Values),
        Step, Guard]);

    public override IEnumerable<View> Writes => Groups.SelectMany(group => group.Updates).Select(update => update.Output);
}

/// <summary>Updates of one parameter and of what is kept beside it, element by element in turn: what one makes, the next may
/// read.</summary>
public sealed record UpdateGroup(EquatableArray<Update> Updates)
{
    /// <summary>Elements of a unit: enough to be worth a thread's while.</summary>
    public const int UnitElements = 4096;

    public long Elements => (long)Updates[0].Output.Pixels * Updates[0].Output.Channels;

    public int Units => (int)((Elements + UnitElements - 1) / UnitElements);
}

/// <summary>An update over all elements as one row.</summary>
/// <param name="States">Where the parameters and states lie that the operation reads: floats from the start of all weights.</param>
/// <param name="Values">The inputs that have as many elements.</param>
public sealed record Update(Operation Operation, EquatableArray<long> States, EquatableArray<View> Values, View Output);
