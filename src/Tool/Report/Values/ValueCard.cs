namespace Fusion.Tool.Report.Values;

/// <summary>A gate or tap on the page: its name, its channels or a map, its distribution.</summary>
internal static class ValueCard
{
    public static string Write(ReportTap tap)
    {
        ValueStatistics statistics = ValueStatistics.Of(tap.Values);
        string name = Svg.Escape(tap.Name);
        string lost = statistics.NotFinite == 0 ? ""
            : $"<p class=\"warning\">{Quantity.Count(statistics.NotFinite)} of {Quantity.Count(tap.Values.Length)} are no numbers.</p>\n";
        return $"""
            <figure class="card" data-name="{name}">
            <figcaption><b>{name}</b> {tap.Kind} {Svg.Escape(tap.Shape.ToString())}</figcaption>
            {(tap.Shape.SpatialRank == 0 ? Channels(tap, statistics) : Map(tap))}
            {lost}<div class="histogram">{ValuePicture.Histogram(statistics, $"How the values of {tap.Name} are distributed")}</div>
            <div class="scale">{Label(statistics.Least)}{Label(statistics.Mean, "mean ")}{Label(statistics.Largest)}</div>
            </figure>

            """;
    }

    private static string Label(double value, string name = "") => $"<span>{name}{Quantity.Value(value)}</span>";

    private static string Channels(ReportTap tap, ValueStatistics statistics)
    {
        return $"<div class=\"row\">{ValuePicture.Row(tap.Values, statistics, $"The channels of {tap.Name}")}</div>\n"
            + $"<p>channels 0 to {tap.Values.Length - 1}, the stronger the larger</p>";
    }

    private static string Map(ReportTap tap)
    {
        var (png, width, height, caption) = ValuePicture.Map(tap.Values, tap.Shape);
        return $"<img width=\"{width}\" height=\"{height}\" alt=\"{Svg.Escape($"{tap.Name}: {caption}")}\" "
            + $"src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">\n<p>{Svg.Escape(caption)}</p>";
    }
}
