using System.Globalization;

namespace Fusion.Samples;

/// <summary>Numbers and tables for people.</summary>
internal static class Text
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>12.3 µs, 4.56 ms, 1.23 s: three digits.</summary>
    public static string Time(TimeSpan time) => time.TotalMicroseconds switch
    {
        < 1e3 => Digits(time.TotalMicroseconds) + " µs",
        < 1e6 => Digits(time.TotalMilliseconds) + " ms",
        _ => Digits(time.TotalSeconds) + " s",
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => Count(bytes) + " bytes",
        < 10_000_000 => Digits(bytes / 1024.0) + " KiB",
        _ => Digits(bytes / 1048576.0) + " MiB",
    };

    /// <summary>981 M, 4.09 G.</summary>
    public static string Scaled(double value) => value switch
    {
        < 1e3 => Digits(value),
        < 1e6 => Digits(value / 1e3) + " k",
        < 1e9 => Digits(value / 1e6) + " M",
        _ => Digits(value / 1e9) + " G",
    };

    public static string Digits(double value) =>
        value.ToString(value switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    /// <summary>A bar of the given share of a width, to an eighth of a character.</summary>
    public static string Bar(double share, int width)
    {
        int eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8].ToString());
    }
}
