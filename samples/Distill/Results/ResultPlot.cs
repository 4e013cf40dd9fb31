using Fusion.Samples.Distill.Runs;
using ScottPlot;

namespace Fusion.Samples.Distill.Results;

/// <summary>The share of the test that is right after each epoch: of each way the mean of its seeds in a band from the least to the
/// greatest, and the teacher's at its end.</summary>
internal static class ResultPlot
{
    /// <returns>Whether there is a font for its text.</returns>
    public static bool Save(CourseResult result, string path)
    {
        bool hasText = PlotFont.Choose();
        using var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        for (int i = 0; i < result.Ways.Count; i++) Add(plot, result.Ways[i], palette.GetColor(i));
        var teacher = plot.Add.HorizontalLine(100 * result.TeacherAccuracy, 2, Colors.Black, LinePattern.Dashed);
        teacher.LegendText = "teacher, at its end";
        plot.Title($"{result.Plan.Data}: the test after each epoch");
        plot.XLabel("epoch");
        plot.YLabel("right, %");
        plot.ShowLegend(Alignment.LowerRight);
        // The first epochs would press the last ones together.
        double[] late = [.. result.Ways.SelectMany(way => way.Runs).SelectMany(run => run.Skip(run.Count / 3)).Select(e => 100 * e.Tested)];
        double top = Math.Max(100 * result.TeacherAccuracy, late.Max()), margin = 0.05 * (top - late.Min()) + 0.1;
        plot.Axes.SetLimitsY(late.Min() - margin, top + margin);
        plot.SavePng(path, 1000, 650);
        return hasText;
    }

    private static void Add(Plot plot, WayResult way, Color color)
    {
        int epochs = way.Runs.Min(run => run.Count);
        double[] numbers = [.. Enumerable.Range(1, epochs).Select(number => (double)number)];
        double[][] shares = [.. Enumerable.Range(0, epochs).Select(i => way.Runs.Select(run => 100 * run[i].Tested).ToArray())];
        var band = plot.Add.FillY(numbers, [.. shares.Select(s => s.Min())], [.. shares.Select(s => s.Max())]);
        band.FillColor = color.WithAlpha(0.2);
        band.LineWidth = 0;
        var mean = plot.Add.Scatter(numbers, shares.Select(s => s.Average()).ToArray(), color);
        mean.LineWidth = 2;
        mean.MarkerSize = 5;
        mean.LegendText = way.Way.Title;
    }
}
