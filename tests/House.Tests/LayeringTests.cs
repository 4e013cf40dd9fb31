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
                wrong.AddRange(Lines(file, arrow));
        }

        Assert.Empty(wrong);
    }

    /// <summary>A target has a folder in Schedule and one in Emit. What lies above them is for all targets, and knows none.</summary>
    [Fact]
    public void NoTargetKnowsAnother()
    {
        IReadOnlyList<string> targets = Folders("src/Compiler/Schedule");
        Assert.Contains("Cpu", targets);
        Assert.Empty(targets.Except(Folders("src/Compiler/Emit")));

        var wrong = new List<string>();
        foreach (string stage in (string[])["Schedule", "Emit"])
        {
            foreach (string file in Repository.Files("src/Compiler/" + stage, ".cs"))
            {
                string own = file.Split('/')[3];
                string others = string.Join("|", targets.Where(target => target != own));
                if (others.Length > 0) wrong.AddRange(Lines(file, OtherTarget(others)));
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("using Fusion.Compiler.Schedule.Cpu;", true)]
    [InlineData("using static Fusion.Compiler.Emit.Cpu.KernelText;", true)]
    [InlineData("    Schedule.Cpu.Tile tile = x;", true)]
    [InlineData("    var text = Cpu.KernelText.Base(view);", true)]
    [InlineData("    // Cpu.KernelText says so.", false)]
    [InlineData("    public string Cpu => this.Cpu.Name;", false)]
    [InlineData("using Fusion.Compiler.Schedule;", false)]
    public void ALineThatNamesATargetIsNoticed(string line, bool isArrow) =>
        Assert.Equal(isArrow, !IsComment(line) && OtherTarget("Gpu|Cpu").IsMatch(line));

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

    /// <summary>A using of a target's namespace, or a name that starts with its folder: Schedule.Cpu.Tile, Cpu.KernelText.</summary>
    private static Regex OtherTarget(string names) => new(
        $@"^using (static )?Fusion\.Compiler\.(Schedule|Emit)\.({names})\b"
        + $@"|(?<![\w.""])((Fusion\.)?Compiler\.)?((Schedule|Emit)\.)?({names})\.[A-Z]\w*\b");

    private static IEnumerable<string> Lines(string file, Regex wrong) =>
        Repository.Lines(file).Select((line, i) => (Line: line, Number: i + 1))
            .Where(line => !IsComment(line.Line) && wrong.IsMatch(line.Line))
            .Select(line => $"{file}:{line.Number}: {line.Line.Trim()}");

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static IReadOnlyList<string> Folders(string folder) =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)).Select(path => Path.GetFileName(path)!)];
}
