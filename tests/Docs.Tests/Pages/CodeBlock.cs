namespace Fusion.Docs.Tests.Pages;

/// <summary>A fenced code block of a page, with what a comment before it asks of the tests.</summary>
/// <param name="Line">The line of the page, counted from 1, on which the code begins.</param>
/// <param name="Language">What stands behind the opening fence: <c>csharp</c>.</param>
/// <param name="Text">The code.</param>
/// <param name="Directives">The texts of the comments <c>&lt;!-- test: … --&gt;</c> right before the block, in order.</param>
public sealed record CodeBlock(int Line, string Language, string Text, IReadOnlyList<Directive> Directives)
{
    /// <summary>What the directive of that kind says; null where there is none.</summary>
    public string? Find(string kind) => Directives.FirstOrDefault(directive => directive.Kind == kind)?.Text;

    public bool Has(string kind) => Find(kind) is not null;
}

/// <summary>One comment <c>&lt;!-- test: kind text --&gt;</c>.</summary>
/// <param name="Line">The line of the page on which <paramref name="Text"/> begins.</param>
public sealed record Directive(int Line, string Kind, string Text);
