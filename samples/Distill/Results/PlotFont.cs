using ScottPlot;
using SkiaSharp;

namespace Fusion.Samples.Distill.Results;

/// <summary>
/// The font of plots. The library that draws them, built for Linux without dependencies, does not know the system's fonts; without one, a
/// plot has lines and no text.
/// </summary>
internal static class PlotFont
{
    private const string Name = "Found";

    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts"];

    private static readonly string[] Preferred = ["DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf"];

    /// <summary>Sees to it that plots made from now on have a font.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool Choose()
    {
        using (var font = new SKFont(SKTypeface.Default))
            if (font.GetGlyph('A') != 0) return true;
        if (Find() is not { } path) return false;
        // Titles are bold.
        foreach (bool isBold in (bool[])[false, true]) Fonts.AddFontFile(Name, path, isBold, italic: false);
        Fonts.Default = Name;
        return true;
    }

    /// <summary>A plain font, if there is one.</summary>
    private static string? Find()
    {
        string[] files = [.. Folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        return files.FirstOrDefault(file => Preferred.Contains(Path.GetFileName(file))) ?? files.FirstOrDefault();
    }
}
