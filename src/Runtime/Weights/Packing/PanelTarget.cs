using System.Runtime.InteropServices;

namespace Fusion.Runtime;

/// <summary>Where a panel's floats are written: its place among the packed weights, or memory aside until they are packed in 16
/// bits.</summary>
internal readonly unsafe ref struct PanelTarget
{
    private readonly ushort* _narrow;
    private readonly long _rows;
    private readonly int _width;
    private readonly int _lanes;

    /// <param name="weights">The convolution's weights.</param>
    /// <param name="first">The panel's first weight.</param>
    /// <param name="rows">Rows of the panel.</param>
    /// <param name="width">Weights of a row.</param>
    /// <param name="narrowLanes">Floats of a vector where weights take 16 bits; 0 where they are floats.</param>
    public PanelTarget(float* weights, long first, long rows, int width, int narrowLanes)
    {
        _rows = rows;
        _width = width;
        _lanes = narrowLanes;
        if (narrowLanes == 0)
        {
            Floats = weights + first;
            return;
        }
        if (width % narrowLanes != 0)
            throw new InvalidOperationException($"A panel of {width} channels is not a number of vectors of {narrowLanes}.");
        _narrow = (ushort*)weights + first;
        Floats = (float*)NativeMemory.Alloc((nuint)(rows * width), sizeof(float));
    }

    public float* Floats { get; }

    /// <summary>Brings what was written to its place.</summary>
    public void Finish()
    {
        if (_lanes > 0) BFloat16.Pack(Floats, _narrow, _rows, _width, _lanes);
    }

    public void Dispose()
    {
        if (_lanes > 0) NativeMemory.Free(Floats);
    }
}
