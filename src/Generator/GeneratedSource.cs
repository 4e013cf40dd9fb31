namespace Fusion.Generator;

/// <summary>A file that the generator adds, or why there is none.</summary>
/// <param name="HintName">The file's name; empty where no part can join the class.</param>
/// <param name="Failure">An unexpected exception's message; empty where there was none.</param>
internal sealed record GeneratedSource(string HintName, string Text, string ClassName, string Failure)
{
    /// <summary>No file.</summary>
    public static GeneratedSource None(string className) => new("", "", className, "");

    /// <summary>Whether the declaration is wrong, and the file a placeholder.</summary>
    public bool IsPlaceholder { get; init; }

    /// <summary>The rule that a failure is reported under.</summary>
    public string Rule { get; init; } = "FUS900";
}
