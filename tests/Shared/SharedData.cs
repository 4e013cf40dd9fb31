namespace Fusion.Tests;

/// <summary>The test data that lies beside the repository, in <c>shared/data</c>: real models with expected outputs, and
/// pictures.</summary>
internal static class SharedData
{
    /// <summary>The folder; null where it is missing.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of a file or folder in <c>shared/data</c>, given relative to it with forward slashes.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Root ?? throw new DirectoryNotFoundException("No folder above this one has shared/data."), relative);

    public static bool Has(string relative) => Root is not null && System.IO.Path.Exists(System.IO.Path.Combine(Root, relative));

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
