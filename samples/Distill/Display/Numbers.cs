using System.Globalization;

namespace Fusion.Samples.Distill.Display;

/// <summary>Numbers for people.</summary>
internal static class Numbers
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

    public static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00}");

    public static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>12.3 s, 4.5 min, 1.2 h.</summary>
    public static string Time(double seconds) =>
        seconds < 100 ? Number(seconds) + " s" : seconds < 6000 ? Number(seconds / 60) + " min" : Number(seconds / 3600) + " h";

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
