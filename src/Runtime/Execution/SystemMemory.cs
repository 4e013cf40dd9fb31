using System.Runtime.InteropServices;

namespace Fusion.Runtime;

/// <summary>
/// Zeroed memory that goes back to the system when it is freed. On Linux a large block is a mapping of its own: the C library keeps what is
/// given back to it for later, up to 32 MB a block, and what had large pages once keeps them there.
/// </summary>
internal static unsafe partial class SystemMemory
{
    /// <summary>Smaller blocks are the C library's, which has them at hand.</summary>
    public const int LeastMapped = 1024 * 1024;

    /// <summary><c>PROT_READ | PROT_WRITE</c>.</summary>
    private const int ReadAndWrite = 0x1 | 0x2;

    /// <summary><c>MAP_PRIVATE | MAP_ANONYMOUS</c>, on all of Linux's machines that .NET knows.</summary>
    private const int PrivateAndAnonymous = 0x02 | 0x20;

    /// <summary>A block of zeros.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isMapped">Whether it must be freed as a mapping.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public static void* Allocate(nuint bytes, out bool isMapped)
    {
        isMapped = false;
        if (bytes >= LeastMapped && OperatingSystem.IsLinux())
        {
            try
            {
                nint block = Map(null, bytes, ReadAndWrite, PrivateAndAnonymous, -1, 0);
                isMapped = block != -1;
                if (isMapped) return (void*)block;
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                // A C library of another name: its usual memory will do.
            }
        }
        return NativeMemory.AllocZeroed(bytes);
    }

    /// <summary>Gives a block back.</summary>
    public static void Free(void* block, nuint bytes, bool isMapped)
    {
        if (isMapped) _ = Unmap(block, bytes);
        else NativeMemory.Free(block);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);
}
