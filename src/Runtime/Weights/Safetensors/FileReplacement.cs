namespace Fusion;

/// <summary>
/// Replaces a file as a whole: the new one is written beside it, flushed, and moved into its place. Whenever the program is killed, there
/// is the old file or the new one, and perhaps a half-written one beside it, which the next replacement removes. Who may read and write the
/// old one may do so with the new one, too; what is no file, or marked read-only, is not replaced.
/// </summary>
internal static class FileReplacement
{
    private const string Extension = ".tmp";
    private const int GuidDigits = 32;

    /// <summary>
    /// From this age on, a half-written file that no process holds open belongs to none: there is a moment between opening and locking, and
    /// one between closing and moving.
    /// </summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    /// <exception cref="IOException">The file cannot be written. What was there before is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            // What a link leads to is replaced, not the link.
            string target = FilePlace.Target(path);
            if (FilePlace.Problem(target) is { } problem) throw new IOException($"It {problem}.");
            Replace(target, write);
        }
        // The last one is how .NET calls a file that grows beyond what the file system, or the limit of the process, allows.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new IOException(
                $"{path}: it could not be written, and what was there before is as it was. {exception.Message}", exception)
            {
                HResult = exception.HResult,
            };
        }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        RemoveAbandoned(path);
        // Beside the file, because only within one file system is a move one step.
        string temporary = $"{path}.{Guid.NewGuid():N}{Extension}";
        try
        {
            using (FileStream file = FilePlace.Create(temporary, path))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Try(() => File.Delete(temporary));
            throw;
        }
    }

    /// <summary>Removes what processes that were killed have left of this file, so that they do not fill the disk.</summary>
    private static void RemoveAbandoned(string path) => Try(() =>
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*" + Extension))
            if (IsTemporary(file, path) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned) Try(() => Remove(file));
    });

    /// <summary>Whether a file's name is one that a replacement of another file has.</summary>
    private static bool IsTemporary(string file, string path)
    {
        string name = Path.GetFileName(path) + '.', found = Path.GetFileName(file);
        return found.Length == name.Length + GuidDigits + Extension.Length
            && found.StartsWith(name, StringComparison.Ordinal)
            && Guid.TryParseExact(found.AsSpan(name.Length, GuidDigits), "N", out _);
    }

    /// <summary>Fails where another process holds the file open.</summary>
    private static void Remove(string file)
    {
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
        {
        }
    }

    /// <summary>Does what may fail, because nothing depends on it.</summary>
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
