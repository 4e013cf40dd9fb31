using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>
/// Tells devices, pipes and sockets from files on Linux, which .NET does not, and without opening them: that would wait for the other end
/// of a pipe, or do something to a device.
/// </summary>
internal static unsafe partial class UnixFileKind
{
    // struct statx of Linux, which is the same on every processor.
    private const int Size = 256, Mode = 28, TypeBits = 0xF000;
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;

    /// <summary>What is there other than a file or a folder, with its article; null where that is not so, or not known.</summary>
    public static string? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> status = stackalloc byte[Size];
        try
        {
            fixed (byte* first = status)
                if (Status(CurrentFolder, path, 0, TypeWanted, first) != 0) return null;
        }
        // Another C library, or one older than the call.
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
        return (MemoryMarshal.Read<ushort>(status[Mode..]) & TypeBits) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, byte* status);
}
