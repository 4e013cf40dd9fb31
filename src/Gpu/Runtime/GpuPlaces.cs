using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Fusion.Gpu.Runtime;

/// <summary>
/// Where what a kernel reads and writes lies: floats from the start of the memory that it is in, for one sample. Layers of one form differ
/// in nothing else, so that they have one kernel. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential)]
#pragma warning disable CA1051 // Kernels have no properties.
public readonly struct GpuPlaces
{
    /// <summary>The first place.</summary>
    public readonly long P0;

    /// <summary>The second place.</summary>
    public readonly long P1;

    /// <summary>The third place.</summary>
    public readonly long P2;

    /// <summary>The fourth place.</summary>
    public readonly long P3;

    /// <summary>The fifth place.</summary>
    public readonly long P4;

    /// <summary>The sixth place.</summary>
    public readonly long P5;

    /// <summary>The seventh place.</summary>
    public readonly long P6;

    /// <summary>The eighth place.</summary>
    public readonly long P7;

    /// <summary>Names the places that a kernel has.</summary>
    public GpuPlaces(long p0, long p1 = 0, long p2 = 0, long p3 = 0, long p4 = 0, long p5 = 0, long p6 = 0, long p7 = 0) =>
        (P0, P1, P2, P3, P4, P5, P6, P7) = (p0, p1, p2, p3, p4, p5, p6, p7);
}
