using System.Globalization;

namespace Fusion.Training;

/// <summary>Looks through gradients for the first value that is no finite number, and for the largest one.</summary>
internal sealed class GradientSearch
{
    private string? _first, _largest;
    private float _size;

    public bool AreFinite => _first is null;

    /// <summary>A sentence that names the first, or else the largest; nothing where there was no gradient.</summary>
    public string Sentence => _first is not null ? $"The first value that is not finite: {_first}."
        : _largest is not null ? $"The largest value: {_largest}." : "";

    /// <param name="gradient">The values.</param>
    /// <param name="of">What they are the gradient of.</param>
    public void Look(ReadOnlySpan<float> gradient, string of)
    {
        foreach (float value in gradient)
        {
            if (!float.IsFinite(value)) _first ??= Describe(value, of);
            else if (Math.Abs(value) > _size) (_size, _largest) = (Math.Abs(value), Describe(value, of));
        }
    }

    private static string Describe(float value, string of) =>
        string.Create(CultureInfo.InvariantCulture, $"{value} in the gradient of {of}");
}
