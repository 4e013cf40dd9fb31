using Fusion.Docs.Tests.Pages;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>The tests of the pages can fail: what they are made of tells right from wrong.</summary>
public sealed class PageParserTests
{
    [Fact]
    public void Blocks_have_their_language_line_and_directives()
    {
        Page page = Page.Parse("p.md", [
            "Text", "<!-- test: new -->", "", "```csharp", "int x = 1;", "```",
            "<!-- test: setup", "int y;", "-->", "```csharp", "y = x;", "```", "```text", "1", "```"]);

        Assert.Equal(["csharp", "csharp", "text"], page.Blocks.Select(block => block.Language));
        Assert.Equal([5, 11, 14], page.Blocks.Select(block => block.Line));
        Assert.Equal("new", Assert.Single(page.Blocks[0].Directives).Kind);
        Assert.Equal(new Directive(8, "setup", "int y;"), Assert.Single(page.Blocks[1].Directives));
        Assert.Empty(page.Blocks[2].Directives);
    }

    [Fact]
    public void A_comment_that_belongs_to_no_block_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => Page.Parse("p.md", ["<!-- test: new -->", "Text"]));

    [Fact]
    public void A_block_without_an_end_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => Page.Parse("p.md", ["```csharp", "int x;"]));

    [Fact]
    public async Task A_program_is_run_and_its_blocks_are_told_apart()
    {
        Page page = Page.Parse("p.md", [
            "```csharp", "int x = 1;", "Console.WriteLine(x);", "```", "```csharp", "Console.WriteLine(x + 1);", "```"]);
        string printed = await Build.RunAsync(Assert.Single(PageProgram.Of(page)).Source);
        Assert.Equal($"{PageProgram.Mark}2\n1\n{PageProgram.Mark}6\n2\n", printed);
    }

    [Fact]
    public async Task A_warning_of_the_compiler_or_the_analyzer_names_the_line_of_the_page()
    {
        Page page = Page.Parse("p.md", [
            "", "```csharp", "Console.WriteLine(1);", "",
            "[FusedNetwork(8, 8, 3)]", "class Net", "{", "    [Relu] Layer relu;", "}", "```"]);
        var (_, diagnostics) = await Build.CompileAsync(Assert.Single(PageProgram.Of(page)).Source, isProgram: true);
        Assert.StartsWith("p.md:6: FUS001", Build.Place(Assert.Single(diagnostics)));
    }

    [Theory]
    [InlineData("1\n2", "1\n2\n", true)]
    [InlineData("1\n2", "1\n3\n", false)]
    [InlineData("1", "1\n2\n", false)]
    [InlineData("1\n2", "1\n", false)]
    [InlineData("took … ms", "took 12.5 ms", true)]
    [InlineData("took … ms", "took 12.5 s", false)]
    [InlineData("a\n…\nd", "a\nb\nc\nd", true)]
    [InlineData("a\n…\nd", "a\nb\nc", false)]
    [InlineData("1.0", "1x0", false)]
    public void Output_is_compared_exactly_but_for_ellipses(string expected, string actual, bool fits) =>
        Assert.Equal(fits, ExpectedOutput.Fits(expected, actual));
}
