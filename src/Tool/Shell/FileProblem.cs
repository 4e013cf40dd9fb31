namespace Fusion.Tool.Shell;

/// <summary>What is wrong with a file, in this tool's words: those of the run time name temporary files and other paths than the
/// user's.</summary>
internal static class FileProblem
{
    /// <summary>The end of a sentence that begins with the path: <c>there is no permission</c>.</summary>
    public static string Of(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "there is no permission",
        PathTooLongException => "the name is too long",
        DirectoryNotFoundException => "there is no such folder",
        FileNotFoundException => "there is no such file",
        IOException when Code(exception) is { } known => known,
        _ => exception.Message,
    };

    /// <summary>Numbers of errors as the system has them.</summary>
    private static string? Code(Exception exception) => OperatingSystem.IsWindows()
        ? (exception.HResult & 0xFFFF) switch
        {
            32 => "another program has it open",
            39 or 112 => "the disk is full",
            19 => "the disk can't be written to",
            _ => null,
        }
        : exception.HResult switch
        {
            20 => "a part of its path is a file, where a folder was expected",
            27 => "it would be larger than this disk allows",
            28 or 122 => "the disk is full",
            30 => "the disk can't be written to",
            40 => "its path is a link to itself",
            _ => null,
        };
}
