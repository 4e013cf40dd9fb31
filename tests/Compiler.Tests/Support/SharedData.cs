namespace Fusion.Compiler.Tests.Support;

/// <summary>External data that lies beside the repository on some machines: <c>../shared/data</c>.</summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is missing.</summary>
    public static string? Root { get; } = Find();

    public const string Missing = "shared/data is not on this machine";

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}

/// <summary>A theory over <see cref="SharedData"/>, skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute() => Skip = SharedData.Root is null ? SharedData.Missing : null!;
}
