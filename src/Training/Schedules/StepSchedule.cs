namespace Fusion.Training.Schedules;

/// <summary>A rate that is multiplied by a factor at some steps.</summary>
internal sealed class StepSchedule(double rate, long[] at, double factor) : LearningRate
{
    protected internal override double Rate(long step)
    {
        int passed = 0;
        while (passed < at.Length && at[passed] <= step) passed++;
        return rate * Schedule.Power(factor, passed);
    }
}
