using System.ComponentModel;

namespace Fusion.Training;

/// <summary>An input of a step that says how much each value of a target counts. For generated code.</summary>
/// <param name="target">The input with the target.</param>
/// <param name="mask">The input with the mask.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepMask(int target, int mask)
{
    internal int Target => target;

    internal int Mask => mask;

    /// <summary>Divides a mask by its mean, so that losses are means over what it leaves; one of zeros stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    internal static void Give(ReadOnlySpan<float> given, Span<float> result, string parameter)
    {
        double sum = 0;
        for (int i = 0; i < given.Length; i++)
        {
            if (!float.IsFinite(given[i]) || given[i] < 0)
                throw new ArgumentOutOfRangeException(
                    parameter, given[i], FormattableString.Invariant(
                        $"{parameter}[{i}] is {given[i]}; a finite number of at least 0 was expected."));
            sum += given[i];
        }
        double scale = sum > 0 ? given.Length / sum : 0;
        for (int i = 0; i < given.Length; i++) result[i] = (float)(given[i] * scale);
    }
}
