using Fusion.Import.Fold;
using Fusion.Import.Operators;

namespace Fusion.Import.Tests;

/// <summary>The page of supported operators is the table of the importer.</summary>
public sealed class SupportedOperatorsTests
{
    [Fact]
    public void ThePageListsEveryOperator()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "onnx-support.md"));
        Assert.All(OperatorTable.Names, name => Assert.Contains($"`{name}`", page));
        string[] folded = [.. Folding.Names.Where(name => OperatorTable.Find(name) is null)];
        Assert.All(folded, name => Assert.Contains($"`{name}`", page));
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Fusion.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("No folder above this one has the solution.");
    }
}
