namespace Fusion.Training.Schedules;

/// <summary>A rate that is multiplied by a factor again and again.</summary>
internal sealed class PeriodicSchedule(double rate, long every, double factor) : LearningRate
{
    protected internal override double Rate(long step) => rate * Schedule.Power(factor, step / every);
}
