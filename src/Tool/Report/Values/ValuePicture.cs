using Fusion.Compiler.Graphs;

namespace Fusion.Tool.Report.Values;

/// <summary>Pictures of a value: a row of cells for its channels, bars for its distribution, a map of one channel.</summary>
internal static class ValuePicture
{
    /// <summary>More cells or pixels than that can't be told apart; neighbours are averaged.</summary>
    private const int MostCells = 256, MostPixels = 192;

    private const double RowHeight = 16, BarHeight = 40;

    /// <summary>A cell for each channel, from none for the least to full colour for the largest.</summary>
    public static string Row(IReadOnlyList<float> values, ValueStatistics statistics, string label)
    {
        int cells = Math.Min(MostCells, values.Count);
        double from = statistics.Least, to = statistics.Largest;
        var picture = new Svg(cells, RowHeight, label, stretches: true);
        for (int i = 0; i < cells; i++)
        {
            int first = i * values.Count / cells, last = Math.Max(first + 1, (i + 1) * values.Count / cells);
            double mean = Enumerable.Range(first, last - first).Average(channel => (double)values[channel]);
            double share = to > from && double.IsFinite(mean) ? Math.Clamp((mean - from) / (to - from), 0, 1) : 0;
            picture.Cell(i, 0, 1, RowHeight, "heat", share);
        }

        return picture.ToString();
    }

    public static string Histogram(ValueStatistics statistics, string label)
    {
        IReadOnlyList<int> counts = statistics.Histogram;
        var picture = new Svg(counts.Count, BarHeight, label, stretches: true);
        double most = Math.Max(1, counts.Max());
        for (int i = 0; i < counts.Count; i++)
        {
            double height = BarHeight * counts[i] / most;
            if (counts[i] > 0) picture.Cell(i + 0.05, BarHeight - height, 0.9, height, "bar", 1);
        }

        return picture.ToString();
    }

    /// <summary>A value with positions as a grey picture, black for the least and white for the largest: of several dimensions the channel
    /// that differs most over the picture, of one dimension all channels, one below the other.</summary>
    /// <returns>The picture, and what is to be seen.</returns>
    public static (byte[] Png, int Width, int Height, string Caption) Map(float[] values, Shape shape)
    {
        if (shape.SpatialRank == 1)
        {
            return Draw(shape.Width, shape.Channels, (x, y) => values[x * shape.Channels + y],
                $"{shape.Width} positions from left to right, {shape.Channels} channels downwards");
        }

        int frame = shape.Frames / 2, pixels = shape.Height * shape.Width;
        int channel = Enumerable.Range(0, shape.Channels).MaxBy(Deviation);
        string place = shape.SpatialRank == 3 ? $" in frame {frame}" : "";
        return Draw(shape.Width, shape.Height, (x, y) => At(y * shape.Width + x, channel),
            $"channel {channel} of {shape.Channels}{place}, which differs most over the {shape.Height}×{shape.Width} positions");

        float At(int pixel, int of) => values[(frame * pixels + pixel) * shape.Channels + of];

        double Deviation(int of) => ValueStatistics.Of([.. Enumerable.Range(0, pixels).Select(pixel => At(pixel, of))]).Deviation;
    }

    private static (byte[], int, int, string) Draw(int width, int height, Func<int, int, float> at, string caption)
    {
        int step = Math.Max(1, (Math.Max(width, height) + MostPixels - 1) / MostPixels);
        int across = (width + step - 1) / step, down = (height + step - 1) / step;
        double[] means = new double[across * down];
        for (int i = 0; i < means.Length; i++)
        {
            int left = i % across * step, top = i / across * step;
            means[i] = (from y in Enumerable.Range(top, Math.Min(step, height - top))
                        from x in Enumerable.Range(left, Math.Min(step, width - left))
                        select (double)at(x, y)).Average();
        }

        double[] finite = [.. means.Where(double.IsFinite)];
        double least = finite.DefaultIfEmpty().Min(), range = finite.DefaultIfEmpty().Max() - least;
        byte[] grey = [.. means.Select(Grey)];
        return (Png.Of(grey, across), across, down, caption);

        byte Grey(double mean) => range > 0 && double.IsFinite(mean) ? (byte)Math.Round(255 * ((mean - least) / range)) : (byte)0;
    }
}
