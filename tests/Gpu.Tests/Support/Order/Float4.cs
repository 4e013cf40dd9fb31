using System.Runtime.InteropServices;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>Four floats that are loaded and stored at once.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Float4
{
    public float X, Y, Z, W;
}
