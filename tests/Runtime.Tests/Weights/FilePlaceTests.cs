using System.Diagnostics;
using System.Net.Sockets;

namespace Fusion.Tests.Weights;

/// <summary>What stands where a file is to be saved.</summary>
public sealed class FilePlaceTests
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("mkfifo", "", "is a named pipe")]
    [InlineData("mknod", "c 1 3", "is a device")]
    [InlineData("mknod", "b 7 0", "is a device")]
    public void What_is_no_file_is_named_and_stays(string command, string arguments, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("node");
        // Who is not the superuser makes no devices.
        if (!OperatingSystem.IsLinux() || !Run(command, $"{path} {arguments}")) return;
        AssertStays(folder, path, expected);
        File.CreateSymbolicLink(folder.Path("link"), path);
        AssertStays(folder, folder.Path("link"), expected);
    }

    [Fact]
    public void A_socket_is_named_and_stays()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.Path("socket")));
        AssertStays(folder, folder.Path("socket"), "is a socket");
    }

    [Fact]
    public void A_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path("a"));
        AssertStays(folder, folder.Path("a"), "is a folder");
    }

    [Fact]
    public void A_read_only_file_stays()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", [1, 2, 3]);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            AssertStays(folder, path, "is marked read-only");
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Theory]
    [InlineData(OwnersAlone)]
    [InlineData(OwnersAlone | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [InlineData(OwnersAlone | UnixFileMode.UserExecute | UnixFileMode.GroupRead)]
    public void The_mode_of_the_file_that_is_replaced_is_kept_from_the_first_byte_on(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", [1]);
        File.SetUnixFileMode(path, mode);
        UnixFileMode meanwhile = UnixFileMode.None;
        FileReplacement.Write(path, file =>
        {
            if (!OperatingSystem.IsWindows()) meanwhile = File.GetUnixFileMode(((FileStream)file).SafeFileHandle);
            file.WriteByte(2);
        });
        Assert.Equal(mode, meanwhile);
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal([2], File.ReadAllBytes(path));
    }

    private static void AssertStays(TemporaryFolder folder, string path, string expected)
    {
        string[] names = folder.Names;
        FileAttributes attributes = File.GetAttributes(path);
        var weights = new StateDict();
        weights.Add("a", [1], [1]);
        string message = Assert.Throws<IOException>(() => weights.Save(path)).Message;
        Assert.StartsWith($"{path}: it could not be written", message);
        Assert.Contains($"It {expected}", message);
        Assert.Equal(names, folder.Names);
        Assert.Equal(attributes, File.GetAttributes(path));
    }

    private static bool Run(string command, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
