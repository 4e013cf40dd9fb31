namespace Fusion.Tests;

/// <summary>A test that needs a file of <c>shared/data</c>; it is skipped, with the reason, where the file is missing.</summary>
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string path = "") => Skip = DataSkip.Reason(path);
}

/// <summary>As <see cref="DataFactAttribute"/>, for theories.</summary>
internal class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute(string path = "") => Skip = DataSkip.Reason(path);
}

file static class DataSkip
{
    public static string? Reason(string path) =>
        SharedData.Has(path) ? null : $"shared/data/{path} is not here: it lies beside the repository where the project is developed.";
}
