using ScottPlot;
using SkiaSharp;

namespace Fusion.Samples.Distill.Results;

/// <summary>
/// The font of a plot. The library that draws it, built for Linux without dependencies, does not look for the system's fonts by itself;
/// without one, a plot has lines and no text.
/// </summary>
internal static class PlotFont
{
    private const string Name = "Found";

    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// <summary>Makes a font that is there the one of all plots.</summary>
    public static void Choose()
    {
        if (SKFontManager.Default.FontFamilyCount > 0 || Find() is not { } path) return;
        Fonts.AddFontFile(Name, path);
        Fonts.Default = Name;
    }

    /// <summary>A plain font without serifs, if there is one.</summary>
    private static string? Find()
    {
        string[] files = [.. Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(
            folder, "*.ttf", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        return files.FirstOrDefault(file => Path.GetFileName(file) is "DejaVuSans.ttf" or "LiberationSans-Regular.ttf" or "NotoSans-Regular.ttf")
            ?? files.FirstOrDefault(file => file.Contains("Sans", StringComparison.Ordinal)) ?? files.FirstOrDefault();
    }
}
