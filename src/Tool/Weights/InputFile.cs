using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights;

/// <summary>Files that the user names.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it should be, with its article.</param>
    /// <exception cref="ToolException">It is missing, a folder, or not to be read.</exception>
    public static FileStream Open(string path, string kind)
    {
        if (Directory.Exists(path)) throw new ToolException($"{path} is a folder; {kind} was expected.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.CanSeek) return file;
            file.Dispose();
            throw new ToolException($"{path} is a pipe or a device; {kind} was expected, which is read from more than one place.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no file {path}; {kind} was expected.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"{path} cannot be read: {FileProblem.Of(exception)}.", exception);
        }
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="ToolException">It can't be read, or is longer than <paramref name="most"/> bytes.</exception>
    public static string ReadText(string path, string kind, int most)
    {
        using FileStream file = Open(path, kind);
        try
        {
            // A device has no length, and no end.
            byte[] bytes = new byte[Math.Min(most, file.Length) + 1];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count == bytes.Length)
                throw new ToolException($"{path} is longer than it says, or than {most} bytes; {kind} was expected.");
            using var reader = new StreamReader(new MemoryStream(bytes, 0, count));
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} cannot be read: {FileProblem.Of(exception)}.", exception);
        }
    }

    /// <summary>The first bytes of a file, enough to tell what it is; afterwards it is at its beginning again.</summary>
    public static byte[] Start(FileStream file)
    {
        byte[] start = new byte[FileKind.Bytes];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..count];
    }

    /// <summary>A sentence that says what a file looks like that is none of the expected.</summary>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        // The run time's advice is Python; here are better ones.
        if (start.Length > 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            return "It looks like a pickle that is no ZIP archive, as torch.save wrote it before PyTorch 1.6: save it again in Python with "
                + "torch.save(torch.load(\"old.pth\", map_location=\"cpu\"), \"new.pth\"), and convert the new file.";
        return FileKind.Describe(start) ?? "Its first bytes are " + Convert.ToHexString(start[..Math.Min(8, start.Length)])
            + ", which no known format begins with.";
    }
}
