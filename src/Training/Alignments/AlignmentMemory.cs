using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fusion.Training;

/// <summary>
/// Where an alignment's inputs and outputs lie that are not the caller's: margins, numbers, the connector's gradients, the loss. Programs
/// share what has the same name.
/// </summary>
internal sealed unsafe class AlignmentMemory
{
    /// <summary>A vector may be read past the last value.</summary>
    private const int Slack = 64;

    /// <summary>Managed, so that a span of results keeps it alive; pinned, for the kernels.</summary>
    private readonly float[] _memory;
    private readonly Dictionary<string, (int Start, int Length)> _places = [];

    /// <param name="variants">The programs.</param>
    /// <param name="isCallers">Whether the caller has memory for the tensor of that name.</param>
    public AlignmentMemory(IReadOnlyList<NetworkVariant> variants, Func<string, bool> isCallers)
    {
        int floats = 0;
        foreach (TensorInfo tensor in variants.SelectMany(variant => variant.Inputs.Concat(variant.Outputs)))
        {
            if (isCallers(tensor.Name) || !_places.TryAdd(tensor.Name, (floats, (int)tensor.Elements))) continue;
            floats = checked(floats + ((int)tensor.Elements + 15) / 16 * 16);
        }
        _memory = GC.AllocateArray<float>(checked(floats + Slack), pinned: true);
    }

    public bool Has(string name) => _places.ContainsKey(name);

    public Span<float> this[string name] => _places[name] is var (start, length) ? _memory.AsSpan(start, length) : default;

    public float* Pointer(string name) =>
        (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) + _places[name].Start;
}
