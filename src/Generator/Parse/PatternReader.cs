using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads <c>switch</c> expressions and <c>is</c> as conditions.</summary>
/// <param name="id">Numbers a part.</param>
/// <param name="unsupported">Reports a part that cannot be read.</param>
internal sealed class PatternReader(ExpressionReader expressions, Func<SyntaxNode, int> id, Func<SyntaxNode, Rejected> unsupported)
{
    public Expression ReadIs(IsPatternExpressionSyntax test) => Condition(expressions.Read(test.Expression), test.Pattern);

    public Expression ReadSwitch(SwitchExpressionSyntax choice)
    {
        Expression value = expressions.Read(choice.GoverningExpression);
        var message = new Literal(id(choice), "No arm of this switch expression is meant for the value; add an arm '_'");
        Expression result = new Fail(message.Id, message);
        foreach (SwitchExpressionArmSyntax arm in choice.Arms.Reverse())
        {
            Expression taken = expressions.Read(arm.Expression);
            Expression? when = arm.WhenClause is { } clause ? expressions.Read(clause.Condition) : null;
            Expression? condition = arm.Pattern is DiscardPatternSyntax ? when : Condition(value, arm.Pattern);
            if (condition is not null && when is not null && condition != when) condition = new Binary(id(arm), "&&", condition, when);
            result = condition is null ? taken : new Conditional(id(arm), condition, taken, result);
        }

        return result;
    }

    private Expression Condition(Expression value, PatternSyntax pattern) => pattern switch
    {
        ConstantPatternSyntax constant => new Binary(id(pattern), "==", value, expressions.Read(constant.Expression)),
        RelationalPatternSyntax relation =>
            new Binary(id(pattern), relation.OperatorToken.ValueText, value, expressions.Read(relation.Expression)),
        ParenthesizedPatternSyntax inner => Condition(value, inner.Pattern),
        UnaryPatternSyntax negated => new Unary(id(pattern), "!", Condition(value, negated.Pattern)),
        BinaryPatternSyntax both => new Binary(
            id(pattern), both.IsKind(SyntaxKind.AndPattern) ? "&&" : "||", Condition(value, both.Left), Condition(value, both.Right)),
        _ => throw unsupported(pattern),
    };
}
