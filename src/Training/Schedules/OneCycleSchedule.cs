namespace Fusion.Training.Schedules;

/// <summary>Half a cosine up, and one down.</summary>
internal sealed class OneCycleSchedule : LearningRate
{
    private readonly double _max, _first, _last;
    private readonly double _top, _end;

    private OneCycleSchedule(double max, double first, double last, double top, double end) =>
        (_max, _first, _last, _top, _end) = (max, first, last, top, end);

    public static OneCycleSchedule Create(double max, long steps, float rise, float start, float end)
    {
        Schedule.Steps(steps);
        if (rise is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rise), rise, "A share between 0 and 1 was expected.");
        // PyTorch counts the last step of each half, from 0 on; it need not be a whole number. Where the rise is shorter than a step, it
        // lies before the first.
        double top = (double)rise * steps - 1;
        double first = max / Divisor(start, nameof(start));
        return new OneCycleSchedule(max, first, first / Divisor(end, nameof(end)), top, steps - 1);
    }

    protected internal override double Rate(long step)
    {
        if (step >= _end) return _last;
        return step < _top
            ? Schedule.Cosine(_first, _max, step / _top)
            : Schedule.Cosine(_max, _last, (step - _top) / (_end - _top));
    }

    private static double Divisor(float value, string name)
    {
        if (!float.IsFinite(value) || value < 1)
            throw new ArgumentOutOfRangeException(name, value, "A finite number of at least 1 was expected.");
        return value;
    }
}
