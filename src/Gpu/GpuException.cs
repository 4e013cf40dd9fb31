namespace Fusion.Gpu;

/// <summary>
/// A device could not do what was asked of it: there is none of that name, its driver is too old, its memory does not suffice, a kernel
/// does not compile, or it was lost. The message says what was expected and what was found.
/// </summary>
public sealed class GpuException : Exception
{
    /// <summary>A device could not do what was asked of it.</summary>
    public GpuException()
    {
    }

    /// <summary>A device could not do what was asked of it, for the reason that the message says.</summary>
    public GpuException(string message) : base(message)
    {
    }

    /// <summary>A device could not do what was asked of it, for the reason that the message says.</summary>
    public GpuException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
