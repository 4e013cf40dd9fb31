using System.Globalization;
using System.Text;
using Fusion.Tool.Assemblies;
using Fusion.Tool.Measure;
using Fusion.Tool.Report.Values;

namespace Fusion.Tool.Report;

/// <summary>The page: text, pictures, style and script in one file that needs no network.</summary>
internal sealed class ReportPage(DeclaredNetwork network, InstructionSet set, Machine machine, string run)
{
    /// <summary>What a floor may be above the time by the noise of both.</summary>
    private const double MostOverFloor = 1.1;

    private readonly StringBuilder _text = new();

    /// <param name="run">What the network was run on, and with which weights.</param>
    public static string Write(
        DeclaredNetwork network, InstructionSet set, Machine machine, string run, IReadOnlyList<(string Size, ReportPlan Plan)> sizes) =>
        new ReportPage(network, set, machine, run).Write(sizes);

    private string Write(IReadOnlyList<(string Size, ReportPlan Plan)> sizes)
    {
        _text.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            + $"content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n"
            + $"<title>{Svg.Escape(network.Name)}</title>\n"
            + $"<style>\n{Resource("report.css")}</style>\n</head>\n<body>\n<main>\n<h1>{Svg.Escape(network.FullName)}</h1>\n");
        Facts([
            ("parameters", Quantity.Count(network.ParameterCount)), ("multiply-adds", Quantity.Count(network.MultiplyAdds)),
            ("workspace", Quantity.Bytes(network.WorkspaceBytes)), ("instruction set", set.ToString()),
            ("one core's peak", $"{machine.Peak:0} GFLOP/s"), ("from cache", $"{machine.Cache:0} GB/s"),
            ("from memory", $"{machine.Memory:0} GB/s")]);
        foreach (var (size, plan) in sizes) Size(size, plan);
        Section("Fusion plan", "Which operations went into which kernel, and why others did not.");
        _text.Append($"<pre>{Svg.Escape(network.FusionPlan)}</pre>\n</section>\n");
        _text.Append($"</main>\n<script>\n{Resource("report.js")}</script>\n</body>\n</html>\n");
        return _text.ToString();
    }

    private void Size(string size, ReportPlan plan)
    {
        double time = plan.Kernels.Sum(kernel => kernel.Microseconds), floor = plan.Kernels.Sum(kernel => kernel.FloorMicroseconds);
        _text.Append($"<h2>{Svg.Escape(size)}</h2>\n");
        if (!plan.IsSame)
            _text.Append("<p class=\"warning\">The kernels of the assembly are others than this tool plans, because of a tuning file or an "
                + "option of its project: the times below are left out where they belong to none.</p>\n");
        Facts([("kernels", $"{plan.Kernels.Count}"), ("all kernels", $"{Quantity.Digits(time)} µs"),
            ("their floor", $"{Quantity.Digits(floor)} µs"),
            ("floor / time", time > 0 ? $"{100 * floor / time:0} %" : "–")]);
        if (plan.Kernels.Any(kernel => kernel.Microseconds > 0 && kernel.FloorMicroseconds > MostOverFloor * kernel.Microseconds))
            _text.Append("<p>Some kernels took less than their floor. Then other programs kept the memory busy while its speed was "
                + "measured, or weights stayed in a cache from run to run: report again when the machine has nothing else to do.</p>\n");
        Section("Kernels",
            "Each box is a kernel with all that was fused into it. The bar in it is its share of the longest kernel's time.");
        _text.Append($"<figure tabindex=\"0\">{KernelGraphPicture.Draw(plan.Kernels)}</figure>\n</section>\n");
        Section("Times",
            "Measured on one core, and the floor: its operations at the peak, or its bytes at the bandwidth. "
            + "Multiply-adds are those that are done, fewer in Winograd's form. A head sorts its table.");
        Table(["#", "kernel", "µs", "floor µs", "floor / time", "multiply-adds", "GFLOP/s", "bytes"], plan.Kernels.Select(Row), text: 1);
        _text.Append("</section>\n");
        Section("Roofline", "What the kernels reach of what the machine allows.");
        _text.Append($"<figure tabindex=\"0\">{RooflinePlot.Draw(plan.Kernels, machine)}</figure>\n</section>\n");
        Section("Workspace",
            "From left to right the kernels as they run, from top to bottom the addresses: each box is a buffer while it lives.");
        _text.Append($"<figure tabindex=\"0\">{WorkspacePicture.Draw(plan)}</figure>\n");
        Table(["buffer", "shape", "bytes", "offset", "first kernel", "last kernel"],
            plan.Buffers.Select(buffer => (IReadOnlyList<(string, double?)>)
            [(buffer.Name, null), (buffer.Shape, null), (Quantity.Count(buffer.Bytes), buffer.Bytes),
                (Quantity.Count(buffer.Offset), buffer.Offset),
                ($"{buffer.First + 1}", buffer.First), ($"{buffer.Last + 1}", buffer.Last)]), text: 0);
        _text.Append("</section>\n");
        if (plan.Taps.Count == 0) return;
        Section("Gates and taps",
            $"Gates scale the channels of a value; taps can be read after a run. Here they are after one run on {run}.");
        Table(["name", "kind", "shape", "least", "mean", "largest", "deviation", "zeros", "kernel"], plan.Taps.Select(Row), text: 8);
        _text.Append("<div class=\"cards\">\n");
        foreach (ReportTap tap in plan.Taps) _text.Append(ValueCard.Write(tap));
        _text.Append("</div>\n");
        _text.Append("</section>\n");
    }

    private static IReadOnlyList<(string, double?)> Row(ReportKernel kernel) =>
    [
        ($"{kernel.Index + 1}", kernel.Index), (kernel.Title, null), (Quantity.Digits(kernel.Microseconds), kernel.Microseconds),
        (Quantity.Digits(kernel.FloorMicroseconds), kernel.FloorMicroseconds),
        kernel.Microseconds > 0
            ? ($"{100 * kernel.FloorMicroseconds / kernel.Microseconds:0} %", kernel.FloorMicroseconds / kernel.Microseconds) : ("–", -1),
        (Quantity.Count(kernel.MultiplyAdds), kernel.MultiplyAdds), (Quantity.Digits(kernel.Rate), kernel.Rate),
        (Quantity.Count(kernel.ValueBytes + kernel.WeightBytes), kernel.ValueBytes + kernel.WeightBytes),
    ];

    private static IReadOnlyList<(string, double?)> Row(ReportTap tap)
    {
        var statistics = ValueStatistics.Of(tap.Values);
        return
        [
            (tap.Name, null), (tap.Kind, null), (tap.Shape.ToString(), null),
            .. ((double[])[statistics.Least, statistics.Mean, statistics.Largest, statistics.Deviation])
                .Select(value => (Quantity.Value(value), (double?)value)),
            ($"{100 * statistics.Zeros:0} %", statistics.Zeros), (tap.Kernel, null),
        ];
    }

    private void Section(string title, string meaning) =>
        _text.Append($"<section>\n<h3>{Svg.Escape(title)}</h3>\n<p>{Svg.Escape(meaning)}</p>\n");

    private void Facts(IReadOnlyList<(string Name, string Value)> facts)
    {
        _text.Append("<dl>\n");
        foreach (var (name, value) in facts) _text.Append($"<div><dt>{Svg.Escape(name)}</dt><dd>{Svg.Escape(value)}</dd></div>\n");
        _text.Append("</dl>\n");
    }

    /// <param name="text">The column that may be long.</param>
    private void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<(string Text, double? Key)>> rows, int text)
    {
        _text.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (string name in head) _text.Append($"<th scope=\"col\"><button type=\"button\">{Svg.Escape(name)}</button></th>");
        _text.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            _text.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                string style = row[i].Key is not null ? " class=\"number\"" : i == text ? " class=\"text\"" : "";
                string key = row[i].Key is { } number ? $" data-key=\"{number.ToString("R", CultureInfo.InvariantCulture)}\"" : "";
                _text.Append($"<td{style}{key}>{Svg.Escape(row[i].Text)}</td>");
            }
            _text.Append("</tr>\n");
        }
        _text.Append("</tbody>\n</table></div>\n");
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
