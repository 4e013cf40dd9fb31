using Fusion.Docs.Tests.Pages;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>What a reader pastes compiles without a warning, runs, and prints what the page says.</summary>
public sealed class CSharpTests
{
    public static TheoryData<string, int> Programs
    {
        get
        {
            var programs = new TheoryData<string, int>();
            foreach (string page in Page.All)
                for (int i = 0; i < PageProgram.Of(Page.Read(page)).Count; i++) programs.Add(page, i);
            return programs;
        }
    }

    public static TheoryData<string, int> Mistakes => Blocks(block => block.Has("diagnostics"));

    public static TheoryData<string, int> Excerpts => Blocks(block => block.Has("excerpt"));

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_compiles_runs_and_prints_what_the_page_says(string path, int index)
    {
        Page page = Page.Read(path);
        PageProgram program = PageProgram.Of(page)[index];
        if (!program.Runs)
        {
            var (_, diagnostics) = await Build.CompileAsync(program.Source, program.HasStatements);
            Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics.Select(Build.Place)));
            return;
        }

        Dictionary<int, string> printed = (await Build.RunAsync(program.Source)).Split(PageProgram.Mark)[1..]
            .ToDictionary(part => int.Parse(part[..part.IndexOf('\n')]), part => part[(part.IndexOf('\n') + 1)..]);
        foreach (CodeBlock block in program.Blocks.Where(block => !block.Has("diagnostics")))
        {
            if (ExpectedAfter(page, block) is not { } expected) continue;
            string actual = printed.GetValueOrDefault(block.Line, "");
            Assert.True(
                ExpectedOutput.Fits(expected.Text, actual),
                $"{path}:{expected.Line}: the block at line {block.Line} does not print this, but:\n{actual}");
        }
    }

    /// <summary>
    /// <c>&lt;!-- test: diagnostics FUS101 --&gt;</c>: a block that is a mistake, with the compiler's words in the text block behind it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_reported_in_the_words_of_the_page(string path, int line)
    {
        Page page = Page.Read(path);
        CodeBlock block = page.Blocks.Single(block => block.Line == line);
        PageProgram program = PageProgram.Of(page).Single(program => program.Blocks.Contains(block)).With(block);
        var (_, diagnostics) = await Build.CompileAsync(program.Source, program.HasStatements);
        Assert.Equal(block.Find("diagnostics")!.Split(' '), diagnostics.Select(diagnostic => diagnostic.Id));
        if (ExpectedAfter(page, block) is { } expected)
        {
            string actual = string.Join("\n", diagnostics.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}"));
            Assert.True(
                ExpectedOutput.Fits(expected.Text, actual), $"{path}:{expected.Line}: the build does not say this, but:\n{actual}");
        }
    }

    /// <summary>
    /// <c>&lt;!-- test: excerpt FILE… --&gt;</c>: lines of files of the repository, in their order; <c>…</c> stands for some left out.
    /// </summary>
    [Theory]
    [MemberData(nameof(Excerpts))]
    public void An_excerpt_is_what_the_file_says(string path, int line)
    {
        CodeBlock block = Page.Read(path).Blocks.Single(block => block.Line == line);
        string files = block.Find("excerpt")!;
        string text = Squeeze(string.Concat(files.Split(' ').SelectMany(Repository.Lines)));
        int at = 0;
        foreach (string quoted in block.Text.Split('\n').Where(quoted => quoted.Length > 0 && !quoted.TrimStart().StartsWith('…')))
        {
            int found = text.IndexOf(Squeeze(quoted), at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{path}:{line}: {files} does not have this line, or not there:\n{quoted}");
            at = found + Squeeze(quoted).Length;
        }
    }

    /// <summary>The text block that follows a block with no other block between them.</summary>
    private static CodeBlock? ExpectedAfter(Page page, CodeBlock block) =>
        page.Blocks.SkipWhile(candidate => candidate != block).Skip(1).FirstOrDefault() is { Language: "text" } text ? text : null;

    /// <summary>Without white space: the file may break its lines elsewhere.</summary>
    private static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static TheoryData<string, int> Blocks(Func<CodeBlock, bool> which)
    {
        var blocks = new TheoryData<string, int>();
        foreach (string page in Page.All)
            foreach (CodeBlock block in Page.Read(page).Blocks.Where(block => block.Language == "csharp" && which(block)))
                blocks.Add(page, block.Line);
        return blocks;
    }
}
