using System.Diagnostics;
using SkiaSharp;

namespace Fusion.Samples.Tests;

/// <summary>What is wrong with a file is said as what it is, and a target's fault before the work.</summary>
public sealed class UserFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_picture_is_missing()
    {
        string path = _folder.File("none.png");
        Assert.Equal($"There is no file {path}; a picture was expected.", Mistake(() => Picture.Load(path)));
        path = Path.Combine(_folder.Path, "nowhere", "none.png");
        Assert.Equal($"There is no file {path}; a picture was expected.", Mistake(() => Picture.Load(path)));
    }

    [Fact]
    public void A_folder_is_a_folder() =>
        Assert.Equal($"{_folder.Path} is a folder; a picture was expected.", Mistake(() => Picture.Load(_folder.Path)));

    [Fact]
    public void A_text_is_no_picture() =>
        Assert.Contains(" is no picture that can be read here ", Mistake(() => Picture.Load(_folder.File("a.png", "text"))));

    [Fact]
    public void A_file_that_another_program_holds_cannot_be_read()
    {
        string path = _folder.File("held.png", "held");
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.StartsWith($"{path} cannot be read: ", Mistake(() => Picture.Load(path)));
    }

    [UnprivilegedFact]
    public void A_file_that_may_not_be_read_is_not_missing_and_no_picture()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _folder.File("secret.png", "secret");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal($"{path} may not be read by this user.", Mistake(() => Picture.Load(path)));
    }

    [Fact]
    public void A_picture_is_read()
    {
        string path = _folder.File("right.png");
        using (var picture = new SKBitmap(3, 2)) Picture.Save(picture, path);
        using SKBitmap read = Picture.Load(path);
        Assert.Equal((3, 2), (read.Width, read.Height));
    }

    [Fact]
    public void What_a_link_leads_to_is_replaced()
    {
        string path = _folder.File("old.png", "old"), link = _folder.File("link.png");
        File.CreateSymbolicLink(link, path);
        using (var picture = new SKBitmap(3, 2)) Picture.Save(picture, link);
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        using SKBitmap read = Picture.Load(path);
        Assert.Equal((3, 2), (read.Width, read.Height));
    }

    [Fact]
    public void A_pipe_is_not_replaced()
    {
        if (!OperatingSystem.IsLinux()) return;
        string path = _folder.File("pipe.png");
        using (Process process = Process.Start("mkfifo", path)) process.WaitForExit();
        Assert.Equal($"--output {path} is a named pipe; the name of a file was expected.", Mistake(() => Picture.CheckTarget(path)));
        using var picture = new SKBitmap(3, 2);
        Assert.Contains("is a named pipe", Mistake(() => Picture.Save(picture, path)));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_target_that_can_be_written_is_left_as_it_is()
    {
        string path = _folder.File("old.png", "old");
        Picture.CheckTarget(path);
        Picture.CheckTarget(_folder.File("new.png"));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_noticed_before_the_work()
    {
        string folder = Directory.CreateDirectory(_folder.File("folder.png")).FullName, file = _folder.File("file", "a file");
        Assert.Equal($"--output {folder} is a folder; the name of a file was expected.", Mistake(() => Picture.CheckTarget(folder)));
        Assert.Equal($"--output {file}/a.png: {file} is a file, not a folder.", Mistake(() => Picture.CheckTarget(file + "/a.png")));
        string nowhere = Path.Combine(_folder.Path, "nowhere");
        Assert.Equal($"--output {nowhere}/a.png: there is no folder {nowhere}.", Mistake(() => Picture.CheckTarget(nowhere + "/a.png")));
        Assert.StartsWith("--output a.txt: the name has to end in .png", Mistake(() => Picture.CheckTarget("a.txt")));
        // No file system takes so long a name.
        string name = new('a', 400);
        Assert.StartsWith($"--output {name}.png cannot be written: ", Mistake(() => Picture.CheckTarget(name + ".png")));
    }

    [Fact]
    public void A_target_that_is_protected_is_noticed_before_the_work()
    {
        string path = _folder.File("kept.png", "kept");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Equal($"--output {path} is there and write-protected.", Mistake(() => Picture.CheckTarget(path)));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [UnprivilegedFact]
    public void A_folder_that_is_protected_is_noticed_before_the_work()
    {
        if (OperatingSystem.IsWindows()) return;
        string folder = Directory.CreateDirectory(_folder.File("kept")).FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.StartsWith($"--output {folder}/a.png cannot be written: ", Mistake(() => Picture.CheckTarget(folder + "/a.png")));
    }

    private static string Mistake(Action action) => Assert.Throws<UserException>(action).Message;
}

/// <summary>A test of permissions; they bind everybody but the administrator.</summary>
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() => Skip = Environment.IsPrivilegedProcess ? "Permissions do not bind an administrator." : null;
}
