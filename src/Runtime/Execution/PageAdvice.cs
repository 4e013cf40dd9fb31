using System.Runtime.InteropServices;

namespace Fusion.Runtime;

/// <summary>
/// Pages of 2 MiB, where Linux gives them to those who ask; see <see cref="LargePages"/>. A run reads all weights once:
/// with pages of 4 KiB the processor looks up a place in memory for every 64 cache lines, and its table of places holds 16 MiB or less, so
/// that each look-up waits for memory, too. And small pages lie anywhere: where many of a workspace's fall into the same part of the
/// second-level cache, they drive each other out.
/// </summary>
internal static unsafe partial class PageAdvice
{
    public const int Bytes = 2 * 1024 * 1024;

    /// <summary>Smaller blocks would waste more than half of a large page.</summary>
    public const int LeastBytes = Bytes / 2;

    /// <summary><c>MADV_HUGEPAGE</c>.</summary>
    private const int HugePage = 14;

    /// <summary>Asks for large pages below a block: at once where nobody has touched it yet, and by and by in place of its small ones
    /// where it has been written. Where there are none, the block has small ones.</summary>
    /// <param name="block">Aligned to <see cref="Bytes"/>.</param>
    /// <param name="bytes">Its size, a multiple of that.</param>
    public static void AskFor(void* block, long bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Advise(block, (nuint)bytes, HugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name: advice that nobody takes.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
