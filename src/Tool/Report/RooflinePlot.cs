using Fusion.Tool.Measure;

namespace Fusion.Tool.Report;

/// <summary>Each kernel's rate over its operations per byte, under what the machine allows (Williams et al., CACM 52(4), 2009).</summary>
internal static class RooflinePlot
{
    private const double Left = 52, Top = 10, Width = 720, Height = 380, Bottom = 40;

    public static string Draw(IReadOnlyList<ReportKernel> kernels, Machine machine)
    {
        List<ReportKernel> shown = [.. kernels.Where(kernel => kernel is { MultiplyAdds: > 0, Microseconds: > 0 })];
        var picture = new Svg(Width, Height, "Rates of the kernels under the machine's roof");
        if (shown.Count == 0)
        {
            picture.Text(Left, Top + 40, "No kernel has multiply-adds.");
            return picture.ToString();
        }
        double leftmost = Power(Math.Min(0.1, shown.Min(kernel => kernel.Intensity)), Math.Floor);
        double rightmost = Power(Math.Max(100, shown.Max(kernel => kernel.Intensity)), Math.Ceiling);
        double lowest = Power(Math.Min(0.1 * machine.Peak, shown.Min(kernel => kernel.Rate)), Math.Floor);
        double highest = Power(machine.Peak, Math.Ceiling);
        double X(double intensity) => Left + (Width - Left - 24) * Math.Log(intensity / leftmost) / Math.Log(rightmost / leftmost);
        double Y(double rate) => Top + (Height - Top - Bottom) * Math.Log(highest / Math.Max(rate, lowest)) / Math.Log(highest / lowest);
        for (double decade = leftmost; decade <= rightmost * 1.01; decade *= 10)
        {
            picture.Line(X(decade), Top, X(decade), Height - Bottom, "grid");
            picture.Text(X(decade), Height - Bottom + 14, $"{decade:0.###}", "small", "middle");
        }
        for (double decade = lowest; decade <= highest * 1.01; decade *= 10)
        {
            picture.Line(Left, Y(decade), Width - 24, Y(decade), "grid");
            picture.Text(Left - 6, Y(decade) + 4, $"{decade:0.###}", "small", "end");
        }
        foreach (var (bandwidth, style, name) in ((double, string, string)[])[(machine.Cache, "roof", "cache"),
            (machine.Memory, "roof memory", "memory")])
        {
            double start = Math.Max(leftmost, lowest / bandwidth), knee = Math.Clamp(machine.Peak / bandwidth, start, rightmost);
            picture.Path(
                $"M{Svg.N(X(start))} {Svg.N(Y(start * bandwidth))} L{Svg.N(X(knee))} {Svg.N(Y(machine.Peak))} H{Svg.N(Width - 24)}", style);
            picture.Text(X(knee) + 4, Y(machine.Peak) + (name == "cache" ? -5 : 14), $"{name} {bandwidth:0} GB/s", "small");
        }
        double total = shown.Sum(kernel => kernel.Microseconds);
        foreach (ReportKernel kernel in shown)
            picture.Dot(X(kernel.Intensity), Y(kernel.Rate), 3 + 12 * Math.Sqrt(kernel.Microseconds / total), "dot",
                $"{kernel.Index + 1} {kernel.Title}: {kernel.Rate:0.0} GFLOP/s, {kernel.Intensity:0.0} FLOP/byte, " +
                $"{kernel.Microseconds:0.0} µs");
        picture.Text(Width - 24, Height - 6, "operations per byte", "small", "end");
        picture.Text(Left, Height - 6, "GFLOP/s upwards; larger dots take more of the time", "small");
        return picture.ToString();
    }

    /// <summary>The power of ten at or beyond a value.</summary>
    private static double Power(double value, Func<double, double> round) => Math.Pow(10, round(Math.Log10(value)));
}
