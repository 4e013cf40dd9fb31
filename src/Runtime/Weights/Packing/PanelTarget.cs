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
    private readonly bool _pairsRows;

    /// <param name="weights">The convolution's weights.</param>
    /// <param name="first">The panel's first weight.</param>
    /// <param name="rows">Rows of the panel.</param>
    /// <param name="width">Weights of a row.</param>
    /// <param name="narrowLanes">Floats of a vector where weights take 16 bits; 0 where they are floats.</param>
    /// <param name="pairsRows">Whether two rows share words of 32 bits, instead of two vectors of a row.</param>
    public PanelTarget(float* weights, long first, long rows, int width, int narrowLanes, bool pairsRows)
    {
        _pairsRows = pairsRows;
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
        // The last of an odd number of rows has a row of zeros beside it.
        if (pairsRows) _rows += rows % 2;
        _narrow = (ushort*)weights + first / rows * _rows;
        Floats = (float*)NativeMemory.AllocZeroed((nuint)(_rows * width), sizeof(float));
    }

    public float* Floats { get; }

    /// <summary>Brings what was written to its place.</summary>
    public void Finish()
    {
        if (_pairsRows) BFloat16.Pack(Floats, _narrow, _rows / 2, 2 * _width, _width);
        else if (_lanes > 0) BFloat16.Pack(Floats, _narrow, _rows, _width, _lanes);
    }

    public void Dispose()
    {
        if (_lanes > 0) NativeMemory.Free(Floats);
    }
}
