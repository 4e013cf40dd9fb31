namespace Fusion.Compiler.Reference;

/// <summary>A size, step or padding for each of the three possible spatial dimensions.</summary>
internal readonly record struct Extent(int Frames, int Height, int Width)
{
    /// <summary>Missing leading dimensions get <paramref name="fill"/>.</summary>
    public static Extent Of(EquatableArray<int> values, int fill)
    {
        int At(int fromEnd) => fromEnd <= values.Count ? values[values.Count - fromEnd] : fill;
        return new Extent(At(3), At(2), At(1));
    }
}
