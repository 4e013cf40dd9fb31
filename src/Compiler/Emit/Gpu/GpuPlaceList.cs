namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Where a kernel's values and weights lie, which is all that layers of one form differ in: the kernel is given the places, and
/// serves all of them.</summary>
internal sealed class GpuPlaceList
{
    /// <summary>As many as <c>GpuPlaces</c> has.</summary>
    private const int Most = 8;

    private readonly Dictionary<object, int> _indices = [];
    private readonly List<long> _offsets = [];

    /// <summary>The arguments of the places, in order.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    /// <summary>How a kernel names a place; what is too much is printed as the number that it is.</summary>
    /// <param name="what">What lies there. The order in which things are asked for is that of the places.</param>
    public string Of(object what, long offset)
    {
        if (!_indices.TryGetValue(what, out int index))
        {
            if (_offsets.Count == Most) return offset + "L";
            _indices[what] = index = _offsets.Count;
            _offsets.Add(offset);
        }
        return "places.P" + index;
    }
}
