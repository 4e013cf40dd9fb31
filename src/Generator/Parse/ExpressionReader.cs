using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Index = Fusion.Compiler.Declarations.Index;

namespace Fusion.Generator.Parse;

/// <summary>
/// Turns C# expressions into those of the declaration. What is common to <c>Forward</c> and to expression strings is here; what names,
/// members and calls mean differs.
/// </summary>
internal abstract class ExpressionReader
{
    private static readonly Dictionary<SyntaxKind, string> BinaryOperators = new()
    {
        [SyntaxKind.AddExpression] = "+",
        [SyntaxKind.SubtractExpression] = "-",
        [SyntaxKind.MultiplyExpression] = "*",
        [SyntaxKind.DivideExpression] = "/",
        [SyntaxKind.ModuloExpression] = "%",
        [SyntaxKind.EqualsExpression] = "==",
        [SyntaxKind.NotEqualsExpression] = "!=",
        [SyntaxKind.LessThanExpression] = "<",
        [SyntaxKind.LessThanOrEqualExpression] = "<=",
        [SyntaxKind.GreaterThanExpression] = ">",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">=",
        [SyntaxKind.LogicalAndExpression] = "&&",
        [SyntaxKind.LogicalOrExpression] = "||",
        [SyntaxKind.BitwiseAndExpression] = "&",
        [SyntaxKind.BitwiseOrExpression] = "|",
        [SyntaxKind.ExclusiveOrExpression] = "^",
        [SyntaxKind.LeftShiftExpression] = "<<",
        [SyntaxKind.RightShiftExpression] = ">>",
    };

    public static IReadOnlyList<string> MathFunctions { get; } =
    [
        "Abs", "Acos", "Asin", "Atan", "Atan2", "Ceiling", "Clamp", "Cos", "Cosh", "Exp", "Floor", "Log", "Log10", "Log2", "Max", "Min",
        "Pow", "Round", "Sign", "Sin", "Sinh", "Sqrt", "Tan", "Tanh", "Truncate",
    ];

    /// <summary>Whether some part was wrong.</summary>
    public bool HasRejected { get; private set; }

    /// <summary>Reads an expression; in the place of each part that is wrong, and reported, stands one that is
    /// <see cref="Unreadable"/>.</summary>
    public Expression Read(ExpressionSyntax syntax)
    {
        try
        {
            return Converted(syntax, ReadOne(syntax));
        }
        catch (Rejected)
        {
            HasRejected = true;
            return new Unreadable(Id(syntax));
        }
    }

    private PatternReader Patterns => new(this, Id, part => Unsupported(part, Describe(part)));

    /// <summary>The exception in <c>throw new ArgumentException("…")</c>.</summary>
    public Fail ReadThrown(ExpressionSyntax thrown) => new(
        Id(thrown),
        (thrown as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments.FirstOrDefault(argument => !IsNameOf(argument.Expression))
            is { } message
            ? Read(message.Expression)
            : new Literal(Id(thrown), ""));

    /// <summary>Some exceptions take the name of a parameter before the message.</summary>
    private static bool IsNameOf(ExpressionSyntax argument) =>
        argument is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    private ArrayOf ReadArray(SyntaxNode syntax, InitializerExpressionSyntax initializer) =>
        new(Id(syntax), initializer.Expressions.Select(Read).ToEquatableArray());

    private Expression ReadElement(CollectionElementSyntax element) => element switch
    {
        ExpressionElementSyntax single => Read(single.Expression),
        SpreadElementSyntax spread => new ElementsOf(Id(spread), Read(spread.Expression)),
        _ => throw Unsupported(element, Describe(element)),
    };

    /// <summary><c>$"stage{i}"</c> as a sum of texts.</summary>
    private Expression ReadText(InterpolatedStringExpressionSyntax text)
    {
        Expression result = new Literal(Id(text), "");
        foreach (InterpolatedStringContentSyntax part in text.Contents)
        {
            Expression value = part switch
            {
                InterpolatedStringTextSyntax letters => new Literal(Id(part), letters.TextToken.ValueText),
                InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole => Read(hole.Expression),
                _ => throw Unsupported(part, "a format in an interpolated string"),
            };
            result = new Binary(Id(part), "+", result, value);
        }

        return result;
    }

    private Expression ReadOne(ExpressionSyntax syntax)
    {
        if (Constant(syntax) is { } constant) return new Literal(Id(syntax), constant);
        if (BinaryOperators.TryGetValue(syntax.Kind(), out string? symbol) && syntax is BinaryExpressionSyntax binary)
        {
            return new Binary(Id(syntax), symbol, Read(binary.Left), Read(binary.Right));
        }

        return syntax switch
        {
            ParenthesizedExpressionSyntax parenthesized => Read(parenthesized.Expression),
            IdentifierNameSyntax name => ReadName(name),
            MemberAccessExpressionSyntax member when member.IsKind(SyntaxKind.SimpleMemberAccessExpression) => ReadMember(member),
            InvocationExpressionSyntax call => ReadCall(call),
            ConditionalExpressionSyntax conditional =>
                new Conditional(Id(syntax), Read(conditional.Condition), Read(conditional.WhenTrue), Read(conditional.WhenFalse)),
            TupleExpressionSyntax tuple =>
                new TupleOf(Id(syntax), tuple.Arguments.Select(argument => Read(argument.Expression)).ToEquatableArray()),
            CastExpressionSyntax { Type: PredefinedTypeSyntax type } cast when type.Keyword.ValueText is "int" or "double" or "float" =>
                new Call(Id(syntax), "(" + type.Keyword.ValueText + ")", [new Argument("", Read(cast.Expression))]),
            PrefixUnaryExpressionSyntax unary when unary.Kind()
                is SyntaxKind.UnaryMinusExpression or SyntaxKind.UnaryPlusExpression or SyntaxKind.LogicalNotExpression =>
                new Unary(Id(syntax), unary.OperatorToken.ValueText, Read(unary.Operand)),
            PrefixUnaryExpressionSyntax fromEnd when fromEnd.IsKind(SyntaxKind.IndexExpression) =>
                new FromEnd(Id(syntax), Read(fromEnd.Operand)),
            PostfixUnaryExpressionSyntax suppression when suppression.IsKind(SyntaxKind.SuppressNullableWarningExpression) =>
                Read(suppression.Operand),
            ElementAccessExpressionSyntax element when element.ArgumentList.Arguments.All(argument =>
                argument.Expression is RangeExpressionSyntax) =>
                new Positions(Id(syntax), Read(element.Expression), element.ArgumentList.Arguments
                    .Select(argument => ReadRange((RangeExpressionSyntax)argument.Expression)).ToEquatableArray()),
            ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } element =>
                new Index(Id(syntax), Read(element.Expression), Read(arguments[0].Expression)),
            IsPatternExpressionSyntax test => Patterns.ReadIs(test),
            SwitchExpressionSyntax choice => Patterns.ReadSwitch(choice),
            InterpolatedStringExpressionSyntax text => ReadText(text),
            CollectionExpressionSyntax collection => new ArrayOf(Id(syntax), collection.Elements.Select(ReadElement).ToEquatableArray()),
            ImplicitArrayCreationExpressionSyntax { Initializer: var initializer } => ReadArray(syntax, initializer),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => ReadArray(syntax, initializer),
            InitializerExpressionSyntax initializer when initializer.IsKind(SyntaxKind.ArrayInitializerExpression) =>
                ReadArray(syntax, initializer),
            ArrayCreationExpressionSyntax { Type.RankSpecifiers: { Count: 1 } ranks } when ranks[0].Sizes.Count == 1 =>
                new NewArray(Id(syntax), Read(ranks[0].Sizes[0])),
            ThrowExpressionSyntax { Expression: var thrown } => ReadThrown(thrown),
            _ => throw Unsupported(syntax, Describe(syntax)),
        };
    }

    private PositionRange ReadRange(RangeExpressionSyntax range) => new(ReadBound(range.LeftOperand), ReadBound(range.RightOperand));

    private PositionBound? ReadBound(ExpressionSyntax? bound) =>
        bound is null ? null
        : bound is PrefixUnaryExpressionSyntax fromEnd && fromEnd.IsKind(SyntaxKind.IndexExpression)
        ? new PositionBound(Read(fromEnd.Operand), IsFromEnd: true)
        : new PositionBound(Read(bound), IsFromEnd: false);

    /// <summary>The value as the place where it stands needs it.</summary>
    protected virtual Expression Converted(ExpressionSyntax syntax, Expression value) => value;

    protected abstract object? Constant(ExpressionSyntax syntax);

    protected abstract Expression ReadName(IdentifierNameSyntax name);

    protected abstract Expression ReadMember(MemberAccessExpressionSyntax member);

    protected abstract Expression ReadCall(InvocationExpressionSyntax call);

    protected abstract int Id(SyntaxNode syntax);

    protected abstract Rejected Unsupported(SyntaxNode syntax, string found);

    protected Call MathCall(InvocationExpressionSyntax call, string function) =>
        new(Id(call), "Math." + function,
            call.ArgumentList.Arguments.Select(argument => new Argument("", Read(argument.Expression))).ToEquatableArray());

    /// <summary>A kind of syntax in words: <c>SimpleLambdaExpression</c> is "a simple lambda expression".</summary>
    protected static string Describe(SyntaxNode syntax)
    {
        if (UnsupportedSyntax.Describe(syntax) is { } words) return words;
        if (syntax is ThisExpressionSyntax) return "'this'";
        // Every other number has been read.
        if (syntax.IsKind(SyntaxKind.NumericLiteralExpression)) return $"the number {syntax}, which does not fit into a whole number (int)";
        var text = new System.Text.StringBuilder();
        foreach (char letter in syntax.Kind().ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append(' ');
            text.Append(char.ToLowerInvariant(letter));
        }

        string kind = text.ToString();
        return ("aeiou".IndexOf(kind[0]) >= 0 ? "an " : "a ") + kind;
    }
}
