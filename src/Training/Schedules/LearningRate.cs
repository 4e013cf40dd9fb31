using Fusion.Training.Schedules;

namespace Fusion.Training;

/// <summary>
/// A learning rate for every step of a training. A schedule knows nothing but the number of the step, so that a training that is resumed
/// goes on with the rates of one that never stopped.
/// </summary>
/// <remarks>All arithmetic is in double precision and the same on every machine. A schedule of one's own derives from this class.</remarks>
public abstract class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="step">The steps made before it: 0 for the first, <see cref="TrainedNetwork.StepCount"/> for the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public float At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return (float)Rate(step);
    }

    /// <summary>The same rate in every step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static LearningRate Constant(float rate) => new StepSchedule(Schedule.Checked(rate), [], 1);

    /// <summary>
    /// rate · factor^⌊step / every⌋, as PyTorch's <c>StepLR(step_size=every, gamma=factor)</c>.
    /// </summary>
    /// <param name="rate">The rate of the first steps.</param>
    /// <param name="every">After how many steps the rate changes, each time.</param>
    /// <param name="factor">By what it is multiplied then.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rate or the factor is negative or not finite, or <paramref name="every"/> is less than 1.
    /// </exception>
    public static LearningRate Step(float rate, long every, float factor = 0.1f) =>
        new PeriodicSchedule(Schedule.Checked(rate), Schedule.Steps(every), Schedule.Checked(factor));

    /// <summary>
    /// The rate, multiplied by the factor at each of some steps, as PyTorch's <c>MultiStepLR(milestones=at, gamma=factor)</c>.
    /// </summary>
    /// <param name="rate">The rate of the first steps.</param>
    /// <param name="at">The steps from which the rate is another one, ascending.</param>
    /// <param name="factor">By what it is multiplied then.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the factor is negative or not finite, or a step is negative.</exception>
    /// <exception cref="ArgumentException">The steps do not ascend.</exception>
    public static LearningRate Steps(float rate, ReadOnlySpan<long> at, float factor = 0.1f)
    {
        for (int i = 0; i < at.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(at[i], nameof(at));
            if (i > 0 && at[i] <= at[i - 1])
                throw new ArgumentException($"{at[i]} follows {at[i - 1]}; ascending steps were expected.", nameof(at));
        }
        return new StepSchedule(Schedule.Checked(rate), at.ToArray(), Schedule.Checked(factor));
    }

    /// <summary>
    /// to + (from − to) · (1 + cos(π · step / steps)) / 2, and <paramref name="to"/> from <paramref name="steps"/> on: SGDR without
    /// restarts (arXiv 1608.03983), PyTorch's <c>CosineAnnealingLR(T_max=steps, eta_min=to)</c>.
    /// </summary>
    /// <param name="from">The rate of the first step.</param>
    /// <param name="to">The rate after the last step.</param>
    /// <param name="steps">The steps from the one to the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rate is negative or not finite, or <paramref name="steps"/> is less than 1.
    /// </exception>
    public static LearningRate Cosine(float from, float to, long steps) =>
        new CosineSchedule(Schedule.Checked(from), Schedule.Checked(to), Schedule.Steps(steps));

    /// <summary>
    /// Up to a greatest rate and down to almost nothing, both along half a cosine (arXiv 1708.07120), as PyTorch's
    /// <c>OneCycleLR(max_lr=max, total_steps=steps, pct_start=rise, div_factor=start, final_div_factor=end)</c>; after the last step the
    /// rate stays as it is. Where the rise is shorter than a step, the first one is on the way down already, and a single step is the last.
    /// </summary>
    /// <param name="max">The greatest rate.</param>
    /// <param name="steps">All steps of the training; at least 1.</param>
    /// <param name="rise">The share of the steps that lead up, between 0 and 1.</param>
    /// <param name="start">The first rate is <paramref name="max"/> divided by this; at least 1.</param>
    /// <param name="end">The last rate is the first one divided by this; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not as said above.</exception>
    public static LearningRate OneCycle(float max, long steps, float rise = 0.3f, float start = 25, float end = 1e4f) =>
        OneCycleSchedule.Create(Schedule.Checked(max), steps, rise, start, end);

    /// <summary>
    /// This schedule behind a linear rise to its first rate, from the share <paramref name="start"/> of it: PyTorch's
    /// <c>SequentialLR([LinearLR(start_factor=start, total_iters=steps), this], milestones=[steps])</c>. This schedule's own first step is
    /// then the step <paramref name="steps"/>.
    /// </summary>
    /// <param name="steps">The steps of the rise.</param>
    /// <param name="start">The share of the rate that the first step has, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="steps"/> is less than 1, or <paramref name="start"/> not from 0 to 1.
    /// </exception>
    public LearningRate WarmUp(long steps, float start = 1f / 3)
    {
        if (start is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(start), start, "A share from 0 to 1 was expected.");
        return new WarmUpSchedule(this, Schedule.Steps(steps), start);
    }

    /// <summary>The rate of a step, before it is rounded.</summary>
    /// <param name="step">At least 0.</param>
    protected internal abstract double Rate(long step);
}
