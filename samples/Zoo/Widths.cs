namespace Fusion.Zoo;

/// <summary>Widths and depths of networks that are scaled by a factor.</summary>
public static class Widths
{
    /// <summary>The multiple of the divisor that is next to the value, and no less than 0.9 times the value: torchvision's
    /// <c>_make_divisible</c>.</summary>
    public static int MakeDivisible(double value, int divisor = 8)
    {
        int rounded = Math.Max(divisor, (int)(value + divisor / 2) / divisor * divisor);
        return rounded < 0.9 * value ? rounded + divisor : rounded;
    }
}
