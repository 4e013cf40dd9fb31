using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>
/// How deep expressions and statements may nest. Reading, lowering and comparing what Parse leaves take some stack for each level, and so
/// does C#, which binds all of a statement when it is asked for one name in it: so depth is a matter of syntax alone, checked first, and
/// without recursion.
/// </summary>
internal static class Nesting
{
    private const int MostExpressions = 500;
    private const int MostStatements = 100;

    /// <summary>The first part that nests too deep, with the levels that are allowed; null where there is none.</summary>
    /// <param name="root">An expression, or a body of statements, which is itself no level.</param>
    public static (SyntaxNode Part, int Most)? TooDeep(SyntaxNode root)
    {
        var open = new Stack<(SyntaxNode Node, int Expressions, int Statements)>();
        open.Push((root, 0, root is StatementSyntax ? -1 : 0));
        while (open.Count > 0)
        {
            var (node, expressions, statements) = open.Pop();
            if (node is ExpressionSyntax && ++expressions > MostExpressions) return (node, MostExpressions);
            if (node is StatementSyntax && ++statements > MostStatements) return (node, MostStatements);
            foreach (SyntaxNode child in node.ChildNodes().Reverse()) open.Push((child, expressions, statements));
        }

        return null;
    }
}
