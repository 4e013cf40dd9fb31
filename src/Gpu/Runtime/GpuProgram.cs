using System.ComponentModel;
using Fusion.Runtime;

namespace Fusion.Gpu.Runtime;

/// <summary>What runs one of a network's sizes on a device. For generated code.</summary>
/// <remarks>
/// All inputs lie in one buffer, one behind the other: each begins at a multiple of 16 floats, counted for one sample and then multiplied
/// by the batch. So do the outputs.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public sealed unsafe class GpuProgram
{
    private readonly delegate*<WeightPacker, void> _pack;

    /// <summary>Names the parts.</summary>
    /// <param name="info">The network's description.</param>
    /// <param name="variant">The index of the size.</param>
    /// <param name="kernels">The kernels in the order in which they run.</param>
    /// <param name="workspaceFloats">The floats of workspace that one sample takes.</param>
    /// <param name="weightFloats">The floats that <paramref name="pack"/> fills.</param>
    /// <param name="pack">Lays out the weights; the same for all sizes of a network.</param>
    public GpuProgram(
        NetworkInfo info,
        int variant,
        IReadOnlyList<GpuKernel> kernels,
        long workspaceFloats,
        long weightFloats,
        delegate*<WeightPacker, void> pack)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(kernels);
        Info = info;
        Variant = variant;
        Kernels = kernels;
        WorkspaceFloats = workspaceFloats;
        WeightFloats = weightFloats;
        _pack = pack;
    }

    /// <summary>The network's description.</summary>
    public NetworkInfo Info { get; }

    /// <summary>The index of the size.</summary>
    public int Variant { get; }

    /// <summary>The kernels in the order in which they run.</summary>
    public IReadOnlyList<GpuKernel> Kernels { get; }

    /// <summary>The floats of workspace that one sample takes.</summary>
    public long WorkspaceFloats { get; }

    /// <summary>The floats of the packed weights.</summary>
    public long WeightFloats { get; }

    /// <summary>The floats of the largest value of one sample: kernels count within a value with numbers of 32 bits.</summary>
    public long LargestFloats { get; init; }

    /// <summary>The precision that the kernels are for.</summary>
    public GpuPrecision Precision { get; init; }

    /// <summary>Lays out the weights.</summary>
    internal void Pack(WeightPacker packer) => _pack(packer);
}
