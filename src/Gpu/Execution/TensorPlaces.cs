namespace Fusion.Gpu.Execution;

/// <summary>Where the inputs, or the outputs, of a network lie in the buffer that they share.</summary>
internal sealed class TensorPlaces
{
    private const int Alignment = 16;

    private readonly long[] _offsets;
    private readonly int[] _floats;

    public TensorPlaces(IReadOnlyList<TensorInfo> tensors, int batch)
    {
        Batch = batch;
        _offsets = new long[tensors.Count];
        _floats = new int[tensors.Count];
        long next = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            _offsets[i] = next * batch;
            _floats[i] = checked((int)tensors[i].Elements);
            next += (tensors[i].Elements + Alignment - 1) / Alignment * Alignment;
        }
        Floats = next * batch;
    }

    public int Count => _offsets.Length;

    public int Batch { get; }

    /// <summary>The floats of the buffer.</summary>
    public long Floats { get; }

    /// <summary>The floats of a tensor's first samples.</summary>
    public long FloatsOf(int tensor, int samples) => (long)_floats[tensor] * samples;

    /// <summary>Where a tensor begins.</summary>
    public long OffsetOf(int tensor) => _offsets[tensor];

    /// <summary>A tensor's first samples in the buffer.</summary>
    public Span<float> Slice(Span<float> buffer, int tensor, int samples) =>
        buffer.Slice(checked((int)OffsetOf(tensor)), checked((int)FloatsOf(tensor, samples)));
}
