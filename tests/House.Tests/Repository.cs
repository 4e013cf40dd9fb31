namespace Fusion.House.Tests;

/// <summary>The text files of the repository, without what a build leaves in it.</summary>
internal static class Repository
{
    private static readonly HashSet<string> BuildOutput = ["bin", "obj", "TestResults", "StrykerOutput"];

    /// <summary>The folder that holds <c>Fusion.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every file under a folder with one of these extensions, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => inner.Name[0] != '.' && !BuildOutput.Contains(inner.Name))
            .SelectMany(Walk));

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fusion.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above this one has Fusion.sln.");
    }
}
