using System.Text.RegularExpressions;

namespace Fusion.House.Tests;

/// <summary>The stages of the compiler are its folders, and the arrows between them run one way.</summary>
public sealed class LayeringTests
{
    /// <summary>From what knows nothing to what knows everything. Folders in one row may know each other.</summary>
    private static readonly string[][] Stages =
    [
        ["Common"],
        ["Declarations", "Graphs", "Operations", "Reference", "Onnx"],
        ["Lower"],
        ["Differentiate"],
        ["Rewrite"],
        ["Schedule"],
        ["Emit"],
    ];

    [Fact]
    public void EveryFolderOfTheCompilerIsAStage() =>
        Assert.Equal(
            Stages.SelectMany(row => row).Order(),
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "Compiler"))
                .Select(folder => Path.GetFileName(folder)!)
                .Where(name => name is not ("bin" or "obj"))
                .Order());

    [Fact]
    public void NoStageKnowsALaterOne()
    {
        var wrong = new List<string>();
        for (int row = 0; row < Stages.Length; row++)
        {
            string later = string.Join("|", Stages.Skip(row + 1).SelectMany(names => names));
            if (later.Length == 0) continue;
            // A using, or a name that starts with the folder of a later stage: Schedule.Buffer, Fusion.Compiler.Emit.CodeWriter.
            var arrow =
                new Regex($@"^using (static )?Fusion\.Compiler\.({later})\b|(?<![\w.""])(Fusion\.Compiler\.)?({later})\.[A-Z]\w*\b");
            foreach (string file in Stages[row].SelectMany(stage => Repository.Files("src/Compiler/" + stage, ".cs")))
            {
                string[] lines = Repository.Lines(file);
                for (int i = 0; i < lines.Length; i++)
                {
                    if (!lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal) && arrow.IsMatch(lines[i]))
                        wrong.Add($"{file}:{i + 1}: {lines[i].Trim()}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Who runs networks, or trains them, gets no library beside ours: what needs one is a package of its own.</summary>
    [Theory]
    [InlineData("src/Runtime/Fusion.csproj")]
    [InlineData("src/Training/Fusion.Training.csproj")]
    public void WhatProgramsLoadNeedsNoOtherPackage(string project) =>
        Assert.DoesNotContain(Repository.Lines(project),
            line => line.Contains("<PackageReference", StringComparison.Ordinal)
                && !line.Contains("PrivateAssets=\"all\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("src/Runtime", @"\bFusion\.(Compiler|Generator)\b|\bMicrosoft\.CodeAnalysis\b")]
    [InlineData("src/Compiler", @"\bFusion\.Generator\b|\bMicrosoft\.CodeAnalysis\b|\bFusion\.Runtime;")]
    public void AnAssemblyDoesNotKnowTheOnesAboveIt(string folder, string above) =>
        Assert.Empty(Repository.Files(folder, ".cs").SelectMany(file => Repository.Lines(file)
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && Regex.IsMatch(line, above))
            .Select(line => $"{file}: {line}")));
}
