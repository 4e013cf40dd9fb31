using System.Globalization;
using System.Text;
using Fusion.Docs.Tests.Pages;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Docs.Tests.Programs;

/// <summary>
/// The C# blocks of a page that continue each other, as one program: the statements of all of them in order, then the types. Before the
/// statements of a block the program prints <see cref="Mark"/> and the block's line, so that what each block prints can be told apart.
/// </summary>
public sealed class PageProgram
{
    /// <summary>Starts a line that says which block's statements follow.</summary>
    public const char Mark = '\u001E';

    private readonly StringBuilder _usings = new(), _statements = new(), _types = new();
    private readonly string _page;

    private PageProgram(string page) => _page = page;

    public List<CodeBlock> Blocks { get; } = [];

    /// <summary>Whether any block has statements that are run.</summary>
    public bool Runs { get; private set; }

    /// <summary>Whether it is a program at all, and not only types.</summary>
    public bool HasStatements => _statements.Length > 0;

    public string Source => $"{_usings}{_statements}{_types}";

    /// <summary>
    /// The programs of a page. <c>&lt;!-- test: new --&gt;</c> starts another one, <c>continue 0</c> goes on with the first.
    /// </summary>
    public static IReadOnlyList<PageProgram> Of(Page page)
    {
        var programs = new List<PageProgram>();
        foreach (CodeBlock block in page.Blocks.Where(block => block.Language == "csharp" && !block.Has("excerpt")))
        {
            if (programs.Count == 0 || block.Has("new")) programs.Add(new PageProgram(page.Path));
            (block.Find("continue") is { } number ? programs[int.Parse(number, CultureInfo.InvariantCulture)] : programs[^1]).Add(block);
        }
        return programs;
    }

    /// <summary>The program as it was before a block that is a mistake, with that block.</summary>
    public PageProgram With(CodeBlock mistake)
    {
        var program = new PageProgram(_page);
        foreach (CodeBlock block in Blocks.TakeWhile(block => block != mistake)) program.Add(block);
        program.Append(mistake);
        return program;
    }

    private void Add(CodeBlock block)
    {
        Blocks.Add(block);
        if (!block.Has("diagnostics")) Append(block);
    }

    private void Append(CodeBlock block)
    {
        foreach (Directive setup in block.Directives.Where(directive => directive.Kind == "setup")) AppendCode(setup.Text, setup.Line);
        bool compileOnly = block.Has("compile");
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(block.Text).GetCompilationUnitRoot();
        bool runs = !compileOnly && unit.Members.OfType<GlobalStatementSyntax>().Any();
        Runs |= runs;
        if (runs)
            _statements.Append(CultureInfo.InvariantCulture, $"Console.WriteLine(\"\\u{(int)Mark:X4}{block.Line}\");\n");
        if (compileOnly) _statements.Append(CultureInfo.InvariantCulture, $"void NeverRun{block.Line}()\n{{\n");
        AppendCode(block.Text, block.Line);
        if (compileOnly) _statements.Append("}\n");
    }

    private void AppendCode(string code, int line)
    {
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
        foreach (UsingDirectiveSyntax directive in unit.Usings) AppendNode(_usings, directive, line);
        foreach (MemberDeclarationSyntax member in unit.Members)
            AppendNode(member is GlobalStatementSyntax ? _statements : _types, member, line);
    }

    /// <summary>With the place in the page, which the compiler's messages then name.</summary>
    private void AppendNode(StringBuilder target, CSharpSyntaxNode node, int firstLine)
    {
        int line = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
        target.Append(CultureInfo.InvariantCulture, $"#line {firstLine + line} \"{_page}\"\n")
            .Append(node.ToFullString()).Append("\n#line default\n");
    }
}
