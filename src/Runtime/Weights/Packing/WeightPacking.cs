using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>How a network lays out its weights. For generated code.</summary>
/// <remarks>Functions, and not members for the network to override: a user's class may have members of any name.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public readonly unsafe struct WeightPacking
{
    private readonly delegate*<InstructionSet, long> _floats;
    private readonly delegate*<WeightPacker, InstructionSet, void> _pack;

    /// <summary>Names the functions.</summary>
    /// <param name="floats">The floats that <paramref name="pack"/> fills.</param>
    /// <param name="pack">Lays out the weights as the kernels of the instruction set read them.</param>
    public WeightPacking(delegate*<InstructionSet, long> floats, delegate*<WeightPacker, InstructionSet, void> pack)
    {
        _floats = floats;
        _pack = pack;
    }

    /// <summary>Whether there are no functions, as where the kernels are left out.</summary>
    internal bool IsNone => _floats is null;

    internal long Floats(InstructionSet set) => _floats(set);

    internal void Pack(WeightPacker packer, InstructionSet set) => _pack(packer, set);
}
