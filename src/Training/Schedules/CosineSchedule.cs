namespace Fusion.Training.Schedules;

/// <summary>Half a cosine from one rate to another.</summary>
internal sealed class CosineSchedule(double from, double to, long steps) : LearningRate
{
    protected internal override double Rate(long step) => step >= steps ? to : Schedule.Cosine(from, to, (double)step / steps);
}
