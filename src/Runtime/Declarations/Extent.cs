namespace Fusion;

/// <summary>A size per spatial dimension, in the arguments of <see cref="Ops"/>: one number for all of them, or a tuple with one number
/// each, <c>(2, 1)</c>.</summary>
public readonly struct Extent
{
    /// <summary>The same size in every dimension.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator Extent(int size) => throw Declaration.NotExecutable();

    /// <summary>Padding that follows from the other sizes.</summary>
    /// <param name="padding">Which.</param>
    public static implicit operator Extent(Padding padding) => throw Declaration.NotExecutable();

    /// <summary>A size in height and one in width.</summary>
    /// <param name="size">The sizes.</param>
    public static implicit operator Extent((int Height, int Width) size) => throw Declaration.NotExecutable();

    /// <summary>A size in time, one in height and one in width.</summary>
    /// <param name="size">The sizes.</param>
    public static implicit operator Extent((int Frames, int Height, int Width) size) => throw Declaration.NotExecutable();
}
