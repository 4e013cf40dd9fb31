namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Adds the chunks' sums in order, in double precision, and makes an operation's result from them. It knows no more than the sums, so that
/// any kernel that makes the operation's input can take them.
/// </summary>
/// <param name="Sums">What a row of <paramref name="Partials"/> is.</param>
/// <param name="Partials">For each chunk a row of doubles.</param>
/// <param name="Statistics">The batch's mean and variance, for <see cref="BatchNormSums"/>.</param>
/// <param name="Factor">What makes a mean from a sum.</param>
public sealed record CombineSumsPlan(
    string Title, Operation Operation, PartialSums Sums, View Partials, View? Statistics, double Factor, View Output) : CpuKernelPlan(Title)
{
    /// <summary>16 channels each, or one for a single number.</summary>
    public override int Units => Sums.IsTotal ? 1 : Sums.Padded / 16;

    public override IEnumerable<View> Reads => PlanViews.Of(Partials, Statistics);

    public override IEnumerable<View> Writes => [Output];
}
