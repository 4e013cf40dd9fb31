namespace Fusion.House.Tests;

/// <summary>Code is read beside other code: no line is longer than <c>.editorconfig</c> says.</summary>
public sealed class LineLengthTests
{
    private const int Limit = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void NoLineOfCodeIsLongerThanTheLimit(string folder)
    {
        var files = Repository.Files(folder, ".cs").Where(file => !file.Contains(".verified.") && !file.Contains(".received.")).ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Repository.Lines(file)
            .Select((line, index) => (line.Length, Text: $"{file}:{index + 1} has {line.Length} columns"))
            .Where(line => line.Length > Limit)
            .Select(line => line.Text)));
    }

    [Fact]
    public void TheLimitIsTheOneOfTheEditorSettings() =>
        Assert.Contains($"max_line_length = {Limit}", Repository.Lines(".editorconfig"));
}
