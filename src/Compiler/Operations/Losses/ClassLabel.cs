using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Labels in the reference. The run time checks a batch's labels before the step, so that kernels need not.</summary>
internal static class ClassLabel
{
    /// <returns>The class at a position, from 0.</returns>
    /// <exception cref="ArgumentException">The label is no whole number, or there is no such class.</exception>
    public static int At(ReferenceTensor labels, int pixel, int classes)
    {
        double label = labels[pixel, 0];
        return label >= 0 && label < classes && label == Math.Floor(label)
            ? (int)label
            : throw new ArgumentException(FormattableString.Invariant(
                $"The label at position {pixel} is {label}, but it must be one of the {classes} classes, from 0 to {classes - 1}."));
    }
}
