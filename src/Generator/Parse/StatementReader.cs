using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads the statements of <c>Forward</c>. A wrong statement does not hide mistakes in the next.</summary>
internal sealed class StatementReader(TypeReader owner, ForwardExpressionReader expressions)
{
    public bool HasRejected { get; private set; }

    public EquatableArray<Statement> ReadAll(IEnumerable<StatementSyntax> statements)
    {
        var result = new List<Statement>();
        foreach (StatementSyntax statement in statements)
        {
            try
            {
                Read(statement, result);
            }
            catch (Rejected)
            {
                HasRejected = true;
                result.Add(new UnreadableStatement(Id(statement)));
            }
        }

        return result.ToEquatableArray();
    }

    private EquatableArray<Statement> ReadBody(StatementSyntax? statement) => statement is null ? [] : ReadAll([statement]);

    private void Read(StatementSyntax statement, List<Statement> result)
    {
        switch (statement)
        {
            case BlockSyntax block:
                foreach (Statement inner in ReadAll(block.Statements)) result.Add(inner);
                break;
            case EmptyStatementSyntax:
                break;
            case LocalDeclarationStatementSyntax local when local.UsingKeyword.IsKind(SyntaxKind.None):
                foreach (VariableDeclaratorSyntax variable in local.Declaration.Variables)
                {
                    if (variable.Initializer is { } initializer)
                    {
                        result.Add(new DeclareLocals(Id(variable), [variable.Identifier.ValueText], expressions.Read(initializer.Value)));
                    }
                }

                break;
            case ExpressionStatementSyntax { Expression: var expression }:
                result.Add(ReadAssignment(expression));
                break;
            case IfStatementSyntax branch:
                result.Add(new If(Id(branch), expressions.Read(branch.Condition), ReadBody(branch.Statement),
                    ReadBody(branch.Else?.Statement)));
                break;
            case ForStatementSyntax loop:
                result.Add(ReadLoop(loop));
                break;
            case WhileStatementSyntax loop:
                result.Add(new While(Id(loop), expressions.Read(loop.Condition), ReadBody(loop.Statement), RunsFirst: false));
                break;
            case DoStatementSyntax loop:
                result.Add(new While(Id(loop), expressions.Read(loop.Condition), ReadBody(loop.Statement), RunsFirst: true));
                break;
            case CommonForEachStatementSyntax loop when loop.AwaitKeyword.IsKind(SyntaxKind.None):
                result.Add(ReadLoop(loop));
                break;
            case BreakStatementSyntax or ContinueStatementSyntax:
                result.Add(new Jump(Id(statement), Ends: statement is BreakStatementSyntax));
                break;
            case ThrowStatementSyntax { Expression: { } thrown }:
                Fail fail = expressions.ReadThrown(thrown);
                result.Add(new Return(fail.Id, fail));
                break;
            case LocalFunctionStatementSyntax:
                // Read where it is called.
                break;
            case ReturnStatementSyntax { Expression: { } value } returned:
                result.Add(new Return(Id(returned), expressions.Read(value)));
                break;
            default:
                throw expressions.Unsupported(statement);
        }
    }

    private Statement ReadAssignment(ExpressionSyntax expression)
    {
        int id = Id(expression);
        switch (expression)
        {
            case AssignmentExpressionSyntax
            {
                Left: ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } positions } element,
            } assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || Operator(assignment.Kind()) is not null:
                Expression array = expressions.Read(element.Expression), position = expressions.Read(positions[0].Expression);
                Expression assigned = expressions.Read(assignment.Right);
                return new AssignElement(id, array, position, Operator(assignment.Kind()) is { } sign
                    ? new Binary(id, sign, new Fusion.Compiler.Declarations.Index(id, array, position), assigned)
                    : assigned);
            case AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression):
                IReadOnlyList<string> names = Targets(assignment.Left, out bool declares);
                Expression value = expressions.Read(assignment.Right);
                return declares ? new DeclareLocals(id, names.ToEquatableArray(), value) : new Assign(id, names.ToEquatableArray(), value);
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } compound when Operator(compound.Kind()) is { } symbol:
                return new Assign(id, [target.Identifier.ValueText], expressions.Rounded(
                    target, new Binary(id, symbol, expressions.Read(target), expressions.Read(compound.Right))));
            case PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax target } step when Operator(step.Kind()) is { } symbol:
                return Step(id, target, symbol);
            case PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax target } step when Operator(step.Kind()) is { } symbol:
                return Step(id, target, symbol);
            case InvocationExpressionSyntax:
                throw expressions.Unsupported(expression, "a call whose result it does not use",
                    "a call does nothing but return a value", "assign the result to a local, or remove the call");
            default:
                throw expressions.Unsupported(expression);
        }
    }

    private ForEach ReadLoop(CommonForEachStatementSyntax loop)
    {
        if (!expressions.IsArray(loop.Expression))
        {
            throw expressions.Unsupported(
                loop.Expression, "foreach over something that is no array", "foreach runs over arrays, of which the elements are known",
                "loop over an array, such as the result of Split, or with 'for (int i = 0; i < n; i++)'");
        }

        IReadOnlyList<string> names = loop switch
        {
            ForEachStatementSyntax single => [single.Identifier.ValueText],
            ForEachVariableStatementSyntax several => Targets(several.Variable, out _),
            _ => throw expressions.Unsupported(loop),
        };
        return new ForEach(Id(loop), names.ToEquatableArray(), expressions.Read(loop.Expression), ReadBody(loop.Statement));
    }

    private Assign Step(int id, IdentifierNameSyntax target, string symbol) =>
        new(id, [target.Identifier.ValueText], new Binary(id, symbol, expressions.Read(target), new Literal(id, 1)));

    private For ReadLoop(ForStatementSyntax loop)
    {
        if (loop is not { Declaration.Variables: { Count: 1 } variables, Condition: { } condition, Incrementors: { Count: 1 } incrementors }
            || variables[0].Initializer is not { } initializer
            || ReadAssignment(incrementors[0]) is not Assign { Names: { Count: 1 } targets } next
            || targets[0] != variables[0].Identifier.ValueText)
        {
            throw expressions.Unsupported(loop, "a loop of an unusual form",
                "for loops declare one variable, compare it, and step it", "write 'for (int i = 0; i < n; i++)', or a while loop");
        }

        return new For(Id(loop), targets[0], expressions.Read(initializer.Value), expressions.Read(condition), next.Value,
            ReadBody(loop.Statement));
    }

    /// <summary>The names on the left of an assignment: <c>a</c>, <c>(a, b)</c>, <c>var (a, b)</c> or <c>(var a, var b)</c>.</summary>
    private IReadOnlyList<string> Targets(ExpressionSyntax left, out bool declares)
    {
        declares = left is DeclarationExpressionSyntax
            || (left is TupleExpressionSyntax parts && parts.Arguments.All(argument => argument.Expression is DeclarationExpressionSyntax));
        return left switch
        {
            IdentifierNameSyntax name => [name.Identifier.ValueText],
            TupleExpressionSyntax tuple => [.. tuple.Arguments.Select(argument => argument.Expression switch
            {
                IdentifierNameSyntax name => name.Identifier.ValueText,
                DeclarationExpressionSyntax declaration => Designated(declaration.Designation),
                _ => throw expressions.Unsupported(argument.Expression),
            })],
            DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax all } =>
                [.. all.Variables.Select(Designated)],
            _ => throw expressions.Unsupported(left),
        };
    }

    private string Designated(VariableDesignationSyntax designation) => designation switch
    {
        SingleVariableDesignationSyntax single => single.Identifier.ValueText,
        DiscardDesignationSyntax => "_",
        _ => throw expressions.Unsupported(designation),
    };

    private int Id(SyntaxNode syntax) => owner.NewId(syntax.GetLocation);

    private static string? Operator(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddAssignmentExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression => "+",
        SyntaxKind.SubtractAssignmentExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression => "-",
        SyntaxKind.MultiplyAssignmentExpression => "*",
        SyntaxKind.DivideAssignmentExpression => "/",
        SyntaxKind.ModuloAssignmentExpression => "%",
        SyntaxKind.AndAssignmentExpression => "&",
        SyntaxKind.OrAssignmentExpression => "|",
        SyntaxKind.ExclusiveOrAssignmentExpression => "^",
        SyntaxKind.LeftShiftAssignmentExpression => "<<",
        SyntaxKind.RightShiftAssignmentExpression => ">>",
        _ => null,
    };
}
