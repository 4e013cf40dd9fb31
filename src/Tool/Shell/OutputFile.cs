namespace Fusion.Tool.Shell;

/// <summary>Files that a command writes: beside their place, and then moved into it, so that no file is ever half there.</summary>
internal static class OutputFile
{
    /// <summary>Says what is wrong with the place of a file before anything is computed for it.</summary>
    /// <exception cref="ToolException">The file is there and <paramref name="force"/> is not set, or there is no such folder.</exception>
    public static void Check(string path, bool force)
    {
        string target = Path.GetFullPath(path), folder = Path.GetDirectoryName(target) ?? target;
        if (Directory.Exists(target)) throw new ToolException($"{path} is a folder; the name of a file was expected.");
        if (!Directory.Exists(folder)) throw new ToolException($"{path}: there is no folder {folder}.");
        if (File.Exists(target) && !force) throw Existing(path);
    }

    /// <summary>Writes a file. Where writing fails, what was there before is as it was.</summary>
    /// <exception cref="ToolException">The file is there and <paramref name="force"/> is not set, or cannot be written.</exception>
    public static void Write(string path, bool force, Action<Stream> write)
    {
        Check(path, force);
        string target = Path.GetFullPath(path), temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)) write(file);
            if (!force && File.Exists(target)) throw Existing(path);
            File.Move(temporary, target, force);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} could not be written: {exception.Message}", exception);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static ToolException Existing(string path) => new($"{path} is there already; --force replaces it.");

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it.
        }
    }
}
