namespace Fusion;

/// <summary>Where a file is to be that is written beside its place and then moved into it: what may be replaced there, and what of it is
/// kept.</summary>
internal static class FilePlace
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reading, writing and executing, by anybody.</summary>
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    /// <summary>The full path of the file itself, where the path is that of a link.</summary>
    /// <exception cref="IOException">The link leads to itself.</exception>
    public static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        return (File.Exists(full) ? new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? full;
    }

    /// <summary>Why what is there must not be replaced, as the end of a sentence that names it; null where nothing is there, or a file that
    /// may be.</summary>
    /// <param name="target">A path of <see cref="Target"/>.</param>
    public static string? Problem(string target)
    {
        string? kind = Directory.Exists(target) ? "a folder" : UnixFileKind.Of(target);
        if (kind is not null) return $"is {kind}; the name of a file was expected";
        return File.Exists(target) && IsReadOnly(target)
            ? "is marked read-only; permission to write it, or the name of another file, was expected"
            : null;
    }

    /// <summary>Makes the file beside the place, for as few to read as the one that is there.</summary>
    /// <param name="temporary">Its path.</param>
    /// <param name="target">A path of <see cref="Target"/>.</param>
    public static FileStream Create(string temporary, string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (OperatingSystem.IsWindows() || !File.Exists(target)) return new FileStream(temporary, options);
        UnixFileMode mode = File.GetUnixFileMode(target) & Permissions;
        // At first for nobody else: the mode of a new file is made narrower by the process' mask, but never wider than is asked for here.
        options.UnixCreateMode = OwnersAlone;
        var file = new FileStream(temporary, options);
        try
        {
            // File systems without modes of their own refuse to set one, and have the same for both.
            if (File.GetUnixFileMode(file.SafeFileHandle) != mode) File.SetUnixFileMode(file.SafeFileHandle, mode);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The superuser is asked for the owner's permission alone: others' files are its own, too.</summary>
    private static bool IsReadOnly(string path) => (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0
        && (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess
            || (File.GetUnixFileMode(path) & UnixFileMode.UserWrite) == 0);
}
