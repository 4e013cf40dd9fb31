using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Fusion.Gpu.Runtime;

/// <summary>Four channels side by side, which a device loads and stores at once. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential)]
#pragma warning disable CA1051 // Kernels have no properties.
public struct Float4
{
    /// <summary>The first channel.</summary>
    public float X;

    /// <summary>The second channel.</summary>
    public float Y;

    /// <summary>The third channel.</summary>
    public float Z;

    /// <summary>The fourth channel.</summary>
    public float W;
}
