namespace Fusion.Training.Schedules;

/// <summary>A linear rise in front of another schedule.</summary>
internal sealed class WarmUpSchedule(LearningRate main, long steps, double start) : LearningRate
{
    protected internal override double Rate(long step) =>
        step >= steps ? main.Rate(step - steps) : main.Rate(0) * (start + (1 - start) * step / steps);
}
