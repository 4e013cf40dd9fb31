using Microsoft.CodeAnalysis;

namespace Fusion.CodeFixes;

/// <summary>One change of a source file.</summary>
/// <param name="Node">A node of the file as it is.</param>
/// <param name="Change">
/// What it becomes; where this is null, the node is removed. It gets the node as other edits have left it, and does nothing if it is
/// changed already: two networks may ask for the same edit.
/// </param>
public sealed record Edit(SyntaxNode Node, Func<SyntaxNode, SyntaxNode>? Change);
