using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Fusion.Generator.Parse;

/// <summary>Reads calls of the user's own methods in code: one argument for each parameter, as C# binds them.</summary>
internal sealed class MethodCallReader(TypeReader owner, SemanticModel model, ExpressionReader expressions)
{
    /// <returns>Null where C# knows no such call, which it says itself.</returns>
    public CallMethod? Read(InvocationExpressionSyntax call)
    {
        if (model.GetOperation(call, owner.Session.Cancellation) is not IInvocationOperation { TargetMethod: var method } invocation)
            return null;
        int id = owner.NewId(call.GetLocation);
        string key = owner.Methods.KeyOf(method.OriginalDefinition);
        var arguments = new Expression[method.Parameters.Length];
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is not { } parameter) return null;
            arguments[parameter.Ordinal] = argument.ArgumentKind switch
            {
                ArgumentKind.Explicit => Read(argument.Syntax),
                ArgumentKind.ParamArray when argument.Value is IArrayCreationOperation { Initializer: { } initializer } =>
                    new ArrayOf(id, initializer.ElementValues.Select(element => Read(element.Syntax)).ToEquatableArray()),
                ArgumentKind.ParamArray => new ArrayOf(id, []),
                _ => new Literal(id, Constants.Normalize(parameter.ExplicitDefaultValue, parameter.Type)!),
            };
        }

        return new CallMethod(id, key, arguments.ToEquatableArray());
    }

    private Expression Read(SyntaxNode syntax) =>
        expressions.Read(syntax is ArgumentSyntax argument ? argument.Expression : (ExpressionSyntax)syntax);
}
