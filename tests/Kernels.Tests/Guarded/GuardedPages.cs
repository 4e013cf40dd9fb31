using System.Runtime.InteropServices;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Pages of memory of which only those in the middle may be touched.</summary>
internal static unsafe partial class GuardedPages
{
    private const int None = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    /// <summary>Why there are none here; null where there are.</summary>
    public static string? Reason => OperatingSystem.IsLinux() ? null : "Pages are guarded with calls of Linux.";

    /// <param name="bytes">All of them.</param>
    /// <param name="first">Where those begin that may be touched.</param>
    /// <param name="count">The bytes that may be touched.</param>
    public static byte* Map(nuint bytes, nuint first, nuint count)
    {
        void* region = Map(null, bytes, None, PrivateAnonymous, -1, 0);
        if ((nint)region == -1 || Protect((byte*)region + first, count, ReadWrite) != 0)
            throw new InvalidOperationException($"No guarded pages: error {Marshal.GetLastPInvokeError()}.");
        return (byte*)region;
    }

    public static void Unmap(byte* region, nuint bytes) => _ = Unmap((void*)region, bytes);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
