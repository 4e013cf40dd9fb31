using System.Globalization;
using System.Net;
using System.Text;

namespace Fusion.Tool.Report;

/// <summary>Writes pictures as parts of a page. Colours are those of the page's style.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();
    private readonly string _head;

    /// <param name="width">The user units across; the picture is as wide as its place.</param>
    /// <param name="height">The user units down.</param>
    /// <param name="label">What it shows, for those who hear it.</param>
    /// <param name="stretches">Whether it fills its place in both directions, which distorts it.</param>
    public Svg(double width, double height, string label, bool stretches = false) =>
        _head = $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{Escape(label)}\""
            + (stretches ? " preserveAspectRatio=\"none\">" : ">");

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string N(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <param name="style">The class in the style sheet.</param>
    /// <param name="hint">Shown where the pointer rests.</param>
    public void Box(double x, double y, double width, double height, string style, string hint) => _text.Append(
        $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" " +
        $"class=\"{style}\"><title>{Escape(hint)}</title></rect>");

    /// <param name="opacity">From 0 to 1.</param>
    public void Cell(double x, double y, double width, double height, string style, double opacity) => _text.Append(
        $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" class=\"{style}\" "
        + $"fill-opacity=\"{N(opacity)}\"/>");

    public void Text(double x, double y, string text, string style = "", string anchor = "start") =>
        _text.Append($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" class=\"{style}\">{Escape(text)}</text>");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _text.Append($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{style}\"/>");

    public void Path(string data, string style) => _text.Append($"<path d=\"{data}\" class=\"{style}\"/>");

    public void Dot(double x, double y, double radius, string style, string hint) => _text.Append(
        $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" class=\"{style}\"><title>{Escape(hint)}</title></circle>");

    public override string ToString() => _head + _text + "</svg>";
}
