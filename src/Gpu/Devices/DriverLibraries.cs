using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ILGPU;

namespace Fusion.Gpu.Devices;

/// <summary>
/// Helps ILGPU find drivers on Linux: it asks for <c>libOpenCL.so</c> and <c>libcuda.so</c>, names that only packages for developers bring.
/// Drivers themselves bring them with a number behind.
/// </summary>
internal static class DriverLibraries
{
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["OpenCL"] = "libOpenCL.so.1",
        ["cuda"] = "libcuda.so.1",
    };

    private static int _isRegistered;

    /// <summary>From here on, ILGPU finds them.</summary>
    public static void Register()
    {
        if (!OperatingSystem.IsLinux() || Interlocked.Exchange(ref _isRegistered, 1) != 0) return;
        if (AssemblyLoadContext.GetLoadContext(typeof(Context).Assembly) is { } context) context.ResolvingUnmanagedDll += Resolve;
    }

    /// <summary>Loads a driver that was not found by its own name; 0 where there is none.</summary>
    public static nint Resolve(Assembly assembly, string name) =>
        assembly == typeof(Context).Assembly && _names.TryGetValue(name, out string? file) && NativeLibrary.TryLoad(file, out nint library)
            ? library
            : 0;
}
