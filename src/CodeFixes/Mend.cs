namespace Fusion.CodeFixes;

/// <summary>How one mistake is mended.</summary>
/// <param name="Title">What the editor's menu says.</param>
public sealed record Mend(string Title, params Edit[] Edits);
