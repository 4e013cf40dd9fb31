using System.Globalization;
using ScottPlot;

namespace Fusion.Samples.Gallery;

/// <summary>Collects what came out of a system, each beside what a formula in double precision says.</summary>
/// <param name="picture">The path of its picture, without an ending; null where none is to be made.</param>
public sealed class Findings(string? picture = null)
{
    private readonly List<Finding> _all = [];
    private readonly List<string> _pictures = [];

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>The files that were left.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>A number against what the theory says it is.</summary>
    /// <param name="what">What the number is.</param>
    /// <param name="theory">What the theory says.</param>
    /// <param name="measured">What came out.</param>
    /// <param name="within">How far apart they may lie.</param>
    public void Agree(string what, double theory, double measured, double within) =>
        _all.Add(new($"{what}: {Digits(theory)} by the theory, {Digits(measured)} came out", Math.Abs(measured - theory) <= within));

    /// <summary>All values of a result against a formula's.</summary>
    /// <param name="what">What the values are.</param>
    /// <param name="formula">The formula's, in double precision.</param>
    /// <param name="result">The network's, in the same order.</param>
    /// <param name="within">How far apart they may lie, as a part of the greatest of the formula's.</param>
    public void Agree(string what, ReadOnlySpan<double> formula, ReadOnlySpan<float> result, double within = 1e-5)
    {
        if (formula.Length != result.Length) throw new ArgumentException($"{what}: {formula.Length} values against {result.Length}.");
        double greatest = 0, apart = 0;
        for (int i = 0; i < formula.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(formula[i]));
            // A value that is no number is as far away as can be.
            apart = double.IsNaN(result[i]) ? double.PositiveInfinity : Math.Max(apart, Math.Abs(formula[i] - result[i]));
        }
        _all.Add(new(
            $"{what}: {Digits(apart)} apart at most from the formula in double precision, of values up to {Digits(greatest)}",
            greatest > 0 && apart <= within * greatest));
    }

    /// <summary>A claim that is true or not.</summary>
    /// <param name="claim">With its numbers.</param>
    /// <param name="holds">Whether it is true.</param>
    public void Claim(string claim, bool holds) => _all.Add(new(claim, holds));

    /// <summary>A plot, where pictures are made.</summary>
    /// <param name="draw">Draws it.</param>
    public void Picture(Action<Plot> draw)
    {
        if (picture is null) return;
        Distill.Results.PlotFont.Choose();
        using var plot = new Plot();
        draw(plot);
        string path = picture + ".png";
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        plot.SavePng(path, 900, 560);
        _pictures.Add(path);
    }

    /// <summary>A number to about four digits.</summary>
    public static string Digits(double value) => value.ToString(
        Math.Abs(value) is >= 1e-3 and < 1e6 or 0 ? (Math.Abs(value) >= 1000 ? "N0" : "0.####") : "0.0e+0", CultureInfo.InvariantCulture);
}
