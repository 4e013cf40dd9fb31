namespace Fusion.Samples;

/// <summary>Files that the user names. What is wrong with one is said as what it is: missing, a folder, or not to be read.</summary>
internal static class UserFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="kind">What it should be, with its article: <c>a picture</c>.</param>
    public static FileStream Open(string path, string kind)
    {
        if (Directory.Exists(path)) throw new UserException($"{path} is a folder; {kind} was expected.");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"There is no file {path}; {kind} was expected.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UserException($"{path} may not be read by this user.");
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new UserException($"{path} cannot be read: {error.Message}");
        }
    }

    /// <summary>Throws what <see cref="Open"/> would throw, before something else reads the file.</summary>
    public static void CheckReadable(string path, string kind) => Open(path, kind).Dispose();

    /// <summary>Says what is wrong with a file to be written, before anything is computed for it. What is there stays as it is.</summary>
    /// <param name="option">The option that names it: <c>--output</c>.</param>
    public static void CheckWritable(string path, string option)
    {
        string target = Path.GetFullPath(path), folder = Path.GetDirectoryName(target) ?? target;
        if (Directory.Exists(target)) throw new UserException($"{option} {path} is a folder; the name of a file was expected.");
        if (File.Exists(folder)) throw new UserException($"{option} {path}: {folder} is a file, not a folder.");
        if (!Directory.Exists(folder)) throw new UserException($"{option} {path}: there is no folder {folder}.");
        if (File.Exists(target) && (File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
            throw new UserException($"{option} {path} is there and write-protected.");
        try
        {
            using var trial = new FileStream(
                $"{target}.{Path.GetRandomFileName()}", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{option} {path} cannot be written: {error.Message}");
        }
    }
}
