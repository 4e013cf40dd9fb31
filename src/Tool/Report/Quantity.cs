using System.Globalization;

namespace Fusion.Tool.Report;

/// <summary>Numbers for people.</summary>
internal static class Quantity
{
    public static string Bytes(double bytes) => bytes switch
    {
        < 10_240 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1048576 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576:0.#} MiB"),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A value of a network, with three digits.</summary>
    public static string Value(double value) => value.ToString("G3", CultureInfo.InvariantCulture).Replace("E", "e").Replace('-', '−');

    public static string Digits(double value) =>
        value.ToString(value switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
