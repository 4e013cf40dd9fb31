using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using InMemory = Fusion.Generator.Tests.Support.Project;

namespace Fusion.CodeFixes.Tests;

/// <summary>Applies a fix as an editor does, and builds what comes out.</summary>
internal static class Fixed
{
    private const string Name = "User";

    /// <summary>Expects that the fix of the one diagnostic gives exactly this text, and that nothing is left to complain about.</summary>
    public static async Task ExpectAsync(CodeFixProvider fix, string id, string title, string source, string expected)
    {
        Project project = Open(source);
        CodeAction action = Assert.Single(await ActionsAsync(fix, id, project));
        Assert.Equal(title, action.Title);
        await ExpectAsync(await ApplyAsync(action, project), [expected]);
    }

    /// <summary>Expects that the fix offers nothing for the one diagnostic.</summary>
    public static async Task ExpectNoneAsync(CodeFixProvider fix, string id, string source) =>
        Assert.Empty(await ActionsAsync(fix, id, Open(source)));

    /// <summary>Expects that "fix all" in the project mends the files.</summary>
    public static async Task ExpectAllAsync(CodeFixProvider fix, FixAllScope scope, string[] sources, string[] expected)
    {
        Project project = Open(sources);
        Document document = project.Documents.ElementAt(1);
        CodeFixContext first = default;
        CodeAction? one = null;
        foreach (Diagnostic diagnostic in await DiagnoseAsync(project, fix.FixableDiagnosticIds))
        {
            first = new CodeFixContext(project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) =>
                one ??= action, default);
            await fix.RegisterCodeFixesAsync(first);
        }

        Assert.NotNull(one);
        var context = new FixAllContext(
            document, fix, scope, one.EquivalenceKey!, fix.FixableDiagnosticIds, new Diagnostics(), CancellationToken.None);
        CodeAction? all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(all);
        await ExpectAsync(await ApplyAsync(all, project), expected);
    }

    /// <summary>A project of an editor: usings, sources and the run time.</summary>
    public static Project Open(params string[] sources) => Open(InMemory.Options, InMemory.ParseOptions, sources);

    public static Project Open(CSharpCompilationOptions options, CSharpParseOptions parseOptions, params string[] sources)
    {
        var id = ProjectId.CreateNewId();
        Solution solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, Name, Name, LanguageNames.CSharp, compilationOptions: options, parseOptions: parseOptions,
            metadataReferences: InMemory.References));
        int count = 0;
        foreach (string text in sources.Prepend(InMemory.Usings))
        {
            string file = count == 0 ? "Usings.cs" : $"Source{count - 1}.cs";
            solution = solution.AddDocument(DocumentId.CreateNewId(id), file, text, filePath: file);
            count++;
        }

        return solution.GetProject(id)!;
    }

    public static async Task<IReadOnlyList<CodeAction>> ActionsAsync(CodeFixProvider fix, string id, Project project)
    {
        Diagnostic diagnostic = Assert.Single(await DiagnoseAsync(project, [id]));
        Assert.Contains(id, fix.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    public static async Task<Project> ApplyAsync(CodeAction action, Project project)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(default);
        return Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetProject(project.Id)!;
    }

    public static async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(Project project, IEnumerable<string>? ids = null)
    {
        IReadOnlyList<Diagnostic> found = await InMemory.DiagnoseAsync((await project.GetCompilationAsync())!);
        return ids is null ? found : [.. found.Where(diagnostic => ids.Contains(diagnostic.Id))];
    }

    private static async Task ExpectAsync(Project project, string[] expected)
    {
        var texts = new List<string>();
        foreach (Document document in project.Documents.Skip(1)) texts.Add((await document.GetTextAsync()).ToString());
        Assert.Equal(string.Join("\n---\n", expected), string.Join("\n---\n", texts));
        Assert.Empty(await DiagnoseAsync(project));
    }

    private sealed class Diagnostics : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellation);
            return (await DiagnoseAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project,
            CancellationToken cancellation) => [];

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            await DiagnoseAsync(project);
    }
}
