using System.Diagnostics;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Tests.Shell;

/// <summary>Files that commands write.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Places_where_no_file_can_be_are_said_in_own_words()
    {
        _folder.Write("file", [1]);
        Assert.Contains("is a file; a folder was expected", Message(() => OutputFile.Check(_folder["file/a"], true)));
        Assert.Contains("is a file; a folder was expected", Message(() => OutputFile.MakeFolder(_folder["file/a/b"])));
        Assert.Contains("there is no folder", Message(() => OutputFile.Check(_folder["none/a"], true)));
        Assert.Contains("is a folder", Message(() => OutputFile.Check(_folder["."], true)));
        Assert.Contains("the name is too long", Message(() => OutputFile.Check(_folder[new string('a', 300)], true)));
        Assert.Equal(["file"], _folder.Files);
    }

    /// <summary>Moving a file to a device or a pipe would replace it, as far as the user may.</summary>
    [Fact]
    public void What_is_no_file_is_not_replaced()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (Process process = Process.Start("mkfifo", _folder["pipe"])) process.WaitForExit();
        Assert.Contains("is a named pipe", Message(() => OutputFile.Write(_folder["pipe"], true, _ => { })));
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        Assert.Contains("is a named pipe", Message(() => OutputFile.Check(_folder["link"], true)));
        Assert.Contains("is a device", Message(() => OutputFile.Check("/dev/fusion-none", true)));
        Assert.Equal(["link", "pipe"], _folder.Files);
    }

    [Fact]
    public void Permissions_of_the_file_that_is_replaced_are_kept()
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_folder.Write("a", [1]), OwnersAlone);
        OutputFile.Write(_folder["a"], true, stream => stream.WriteByte(2));
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(_folder["a"]));
        File.SetAttributes(_folder["a"], FileAttributes.ReadOnly);
        Assert.Contains("is marked read-only", Message(() => OutputFile.Write(_folder["a"], true, stream => stream.WriteByte(3))));
        Assert.Equal([2], File.ReadAllBytes(_folder["a"]));
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        _folder.Write("target", [1]);
        File.CreateSymbolicLink(_folder["link"], _folder["target"]);
        OutputFile.Write(_folder["link"], true, stream => stream.WriteByte(2));
        Assert.Equal([2], File.ReadAllBytes(_folder["target"]));
        Assert.NotNull(new FileInfo(_folder["link"]).LinkTarget);
    }

    [Theory]
    [InlineData(28, "the disk is full")]
    [InlineData(30, "the disk can't be written to")]
    [InlineData(20, "a part of its path is a file")]
    public void What_the_system_says_is_told_without_the_name_of_the_temporary_file(int number, string expected)
    {
        if (OperatingSystem.IsWindows()) return;
        _folder.Write("a", [1]);
        string message = Message(() => OutputFile.Write(_folder["a"], true, stream =>
        {
            stream.WriteByte(2);
            throw new IOException("/x/.fusion-1.tmp", number);
        }));
        Assert.Contains(expected, message);
        Assert.DoesNotContain(".tmp", message);
        Assert.Equal([1], File.ReadAllBytes(_folder["a"]));
        Assert.Equal(["a"], _folder.Files);
    }

    /// <summary>A disk may be full behind the first of two files.</summary>
    [Fact]
    public void A_file_within_another_is_written_with_it_or_not_at_all()
    {
        Assert.Contains("the disk is full", Message(() => OutputFile.Write(_folder["a"], false, outer =>
        {
            outer.WriteByte(1);
            OutputFile.Write(_folder["b"], false, _ => throw new IOException("", OperatingSystem.IsWindows() ? 112 : 28));
        })));
        Assert.Empty(_folder.Files);
    }

    private static string Message(Action action) => Assert.Throws<ToolException>(action).Message;
}
