using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>What is said of C# that <c>Forward</c> cannot use: why not, and what to write in its place.</summary>
internal static class UnsupportedSyntax
{
    private const string ReadOnce = "it is read at build time, where ";

    /// <summary>What can be read, as a reason for what cannot.</summary>
    public const string Readable = "only calls of layers, of the functions of Ops and of methods of this project, arithmetic, locals, "
        + "arrays, conditions, and loops over block parameters and shapes can be read at build time";

    public const string Rewrite = "rewrite it with these";

    /// <summary>The kind of syntax in words; null where its name in Roslyn says it well.</summary>
    public static string? Describe(SyntaxNode syntax) => syntax switch
    {
        LocalDeclarationStatementSyntax local when !local.AwaitKeyword.IsKind(SyntaxKind.None) => "an 'await using' declaration",
        LocalDeclarationStatementSyntax => "a 'using' declaration",
        CommonForEachStatementSyntax loop when !loop.AwaitKeyword.IsKind(SyntaxKind.None) => "an 'await foreach' loop",
        UsingStatementSyntax => "a using statement",
        LabeledStatementSyntax label => $"the label '{label.Identifier.ValueText}'",
        YieldStatementSyntax => "a yield statement",
        CheckedStatementSyntax => $"a {((CheckedStatementSyntax)syntax).Keyword.ValueText} block",
        UnsafeStatementSyntax => "an unsafe block",
        ThrowStatementSyntax => "a throw statement without an exception",
        PrefixUnaryExpressionSyntax address when address.IsKind(SyntaxKind.AddressOfExpression) => $"the address '{syntax}'",
        RefExpressionSyntax => $"a reference, '{syntax}'",
        AnonymousFunctionExpressionSyntax => "a lambda",
        AwaitExpressionSyntax => "await",
        BaseObjectCreationExpressionSyntax => $"a new object, '{syntax}'",
        QueryExpressionSyntax => "a query",
        WithExpressionSyntax => "a with expression",
        AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) => "'??='",
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.CoalesceExpression) => "'??'",
        ConditionalAccessExpressionSyntax => "'?.'",
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } => "null",
        AssignmentExpressionSyntax => $"the assignment '{syntax}' within an expression",
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax when IsStep(syntax) => $"the step '{syntax}' within an expression",
        DeclarationExpressionSyntax => $"the declaration '{syntax}' within an expression",
        _ => null,
    };

    /// <summary>Why it cannot be used, and the mend.</summary>
    public static (string Reason, string Mend) Explain(SyntaxNode syntax) => syntax switch
    {
        TryStatementSyntax => (ReadOnce + "nothing is thrown that could be caught", "write the statements without try"),
        UsingStatementSyntax or LocalDeclarationStatementSyntax =>
            (ReadOnce + "no object is made that could be disposed of", "remove it"),
        LockStatementSyntax => (ReadOnce + "there is one thread", "write the statements without lock"),
        GotoStatementSyntax or LabeledStatementSyntax =>
            (ReadOnce + "statements run in their order", "use if, a loop, break, continue or return"),
        SwitchStatementSyntax => ("of the two forms of switch, expressions can be read at build time",
            "use if, or a switch expression such as 'y = kind switch { 1 => a(x), _ => b(x) }'"),
        YieldStatementSyntax => ("all results are returned together", "return a tensor, a tuple or an array"),
        CheckedStatementSyntax => (ReadOnce + "whole numbers that overflow are always refused", "write the statements without the block"),
        PrefixUnaryExpressionSyntax address when address.IsKind(SyntaxKind.AddressOfExpression) =>
            (ReadOnce + "there is no memory yet", "use the value itself"),
        UnsafeStatementSyntax or FixedStatementSyntax => (ReadOnce + "there is no memory yet", "write the statements without the block"),
        RefExpressionSyntax or RefTypeExpressionSyntax => ("locals are values", "assign the value: 'y = x'"),
        AnonymousFunctionExpressionSyntax => ("only methods can be called", "write a method or a local function"),
        AwaitExpressionSyntax or CommonForEachStatementSyntax => (ReadOnce + "there is nothing to wait for", "leave await out"),
        BaseObjectCreationExpressionSyntax => (ReadOnce + "there are no objects but tensors, numbers and arrays",
            "use an array: '[.. all, y]' is 'all' with one element more"),
        QueryExpressionSyntax => (Readable, "use foreach"),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } or ConditionalAccessExpressionSyntax =>
            ("no tensor or number is ever null", "give every tensor and number a value, and leave the test out"),
        AssignmentExpressionSyntax or BinaryExpressionSyntax when IsCoalescing(syntax) =>
            ("no tensor or number is ever null", "leave the right side out"),
        AssignmentExpressionSyntax => ("assignments are statements", "write it in a line of its own"),
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax when IsStep(syntax) =>
            ("steps are statements", "write it in a line of its own"),
        _ => (Readable, Rewrite),
    };

    private static bool IsCoalescing(SyntaxNode syntax) =>
        syntax.Kind() is SyntaxKind.CoalesceAssignmentExpression or SyntaxKind.CoalesceExpression;

    private static bool IsStep(SyntaxNode syntax) => syntax.Kind() is SyntaxKind.PostIncrementExpression
        or SyntaxKind.PostDecrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression;
}
