using System.Runtime.CompilerServices;

namespace Fusion.Training.Schedules;

/// <summary>What schedules share: checks of their arguments, and functions whose bits do not depend on a platform's library.</summary>
internal static class Schedule
{
    public static double Checked(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!float.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(name, value, "A finite number of at least 0 was expected.");
        return value;
    }

    public static long Steps(long steps, [CallerArgumentExpression(nameof(steps))] string name = "")
    {
        if (steps < 1) throw new ArgumentOutOfRangeException(name, steps, "At least 1 step was expected.");
        return steps;
    }

    /// <summary>value^exponent by squaring; the exponent is at least 0.</summary>
    public static double Power(double value, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
            if ((exponent & 1) != 0) power *= value;
        return power;
    }

    /// <summary>
    /// From one value to another along half a cosine: to + (from − to) · (1 + cos(π · share)) / 2, the share from 0 to 1.
    /// </summary>
    public static double Cosine(double from, double to, double share)
    {
        // cos(π · share) = sin(x), for x within half a π of 0, where few terms of the series are exact to the last bits.
        double x = Math.PI * (0.5 - share), square = x * x, sum = 0;
        for (int n = 25; n >= 3; n -= 2) sum = (1 + sum) * -square / (n * (n - 1));
        return to + (from - to) * (1 + x * (1 + sum)) / 2;
    }
}
