using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Tool.Shell;

/// <summary>Files that a command writes: beside their place, and then moved into it, so that no file is ever half there.</summary>
internal static class OutputFile
{
    /// <summary>What file systems take, in bytes of UTF-8.</summary>
    private const int LongestName = 255;

    private static readonly string[] s_devices = ["/dev/", "/proc/", "/sys/"];

    /// <summary>Says what is wrong with the place of a file before anything is computed for it.</summary>
    /// <exception cref="ToolException">The file is there and <paramref name="force"/> is not set, or is marked read-only, there is no such
    /// folder, or it is no place for files.</exception>
    public static void Check(string path, bool force)
    {
        string target = Target(path), folder = Path.GetDirectoryName(target) ?? target;
        if (FilePlace.Problem(target) is { } problem) throw new ToolException($"{path} {problem}.");
        if (s_devices.Any(device => target.StartsWith(device, StringComparison.Ordinal))
            && !target.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new ToolException($"{path} is a device; the name of a file was expected.");
        if (File.Exists(folder)) throw new ToolException($"{path}: {folder} is a file; a folder was expected.");
        if (!Directory.Exists(folder)) throw new ToolException($"{path}: there is no folder {folder}.");
        CheckName(path);
        if (File.Exists(target) && !force) throw Existing(path);
    }

    /// <summary>Says whether a name is too long for a file system, wherever it is to be.</summary>
    /// <exception cref="ToolException">It is.</exception>
    public static void CheckName(string path)
    {
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName)
            throw new ToolException($"{path}: the name is too long; a file system takes {LongestName} bytes.");
    }

    /// <summary>Says what is wrong with the place of a folder.</summary>
    /// <exception cref="ToolException">A part of its path is a file.</exception>
    public static void CheckFolder(string path)
    {
        for (string? part = Path.GetFullPath(path); part is not null; part = Path.GetDirectoryName(part))
            if (File.Exists(part)) throw new ToolException($"--output {path}: {part} is a file; a folder was expected.");
    }

    /// <summary>Makes a folder where there is none.</summary>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="ToolException">It can't be made.</exception>
    public static bool MakeFolder(string path)
    {
        CheckFolder(path);
        if (Directory.Exists(path)) return false;
        try
        {
            Directory.CreateDirectory(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"The folder {path} can't be made there: {FileProblem.Of(exception)}.", exception);
        }
    }

    /// <summary>Writes a file. Where writing fails or is interrupted, what was there before is as it was.</summary>
    /// <exception cref="ToolException">The file is there and <paramref name="force"/> is not set, or cannot be written.</exception>
    public static void Write(string path, bool force, Action<Stream> write)
    {
        Check(path, force);
        string target = Target(path), temporary = Path.Combine(Path.GetDirectoryName(target)!, $".fusion-{Guid.NewGuid():N}.tmp");
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Remove(temporary)),
            ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Remove(temporary));
        try
        {
            using (FileStream file = FilePlace.Create(temporary, target)) write(file);
            if (!force && File.Exists(target)) throw Existing(path);
            File.Move(temporary, target, force);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} could not be written: {FileProblem.Of(exception)}.", exception);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>The file itself, where the path is a link.</summary>
    private static string Target(string path)
    {
        try
        {
            return FilePlace.Target(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"'{path}' is no name of a file: {FileProblem.Of(exception)}.", exception);
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
