using System.ComponentModel;

namespace Fusion.Runtime;

/// <summary>An <see cref="ImageNormalization"/> as kernels read it: value = byte * Scale + Shift, fused. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[CLSCompliant(false)]
public unsafe struct PixelNormalization
{
    /// <summary>1 / deviation for each of up to four channels.</summary>
    public fixed float Scale[4];

    /// <summary>−mean / deviation for each of up to four channels.</summary>
    public fixed float Shift[4];

    /// <summary>Whether channels 0 and 2 change places when they are read.</summary>
    public bool SwapRedAndBlue;
}
