using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Support;

/// <summary>A declaration in which everything of Fusion's stands with its full name, so that it means the same beside any other
/// name.</summary>
internal sealed class Qualified : CSharpSyntaxRewriter
{
    private readonly SemanticModel _model;

    private Qualified(SemanticModel model) => _model = model;

    public static string Text(string source)
    {
        SyntaxTree tree = Project.Parse(source, "Source.cs");
        Compilation compilation = Project.Compile().AddSyntaxTrees(tree);
        return new Qualified(compilation.GetSemanticModel(tree)).Visit(tree.GetRoot()).ToFullString();
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => Qualify(node, node);

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node) => Qualify(node, (SimpleNameSyntax)base.VisitGenericName(node)!);

    private SyntaxNode Qualify(SimpleNameSyntax node, SimpleNameSyntax name)
    {
        bool isPart = (node.Parent is QualifiedNameSyntax qualified && qualified.Right == node)
            || (node.Parent is MemberAccessExpressionSyntax member && member.Name == node)
            || node.Parent is NameEqualsSyntax or NameColonSyntax;
        ISymbol? symbol = isPart ? null : _model.GetSymbolInfo(node).Symbol;
        if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor }) symbol = symbol.ContainingType;
        string? prefix = symbol switch
        {
            INamedTypeSymbol type when IsOurs(type) => "global::Fusion.",
            IMethodSymbol { IsStatic: true } method when IsOurs(method.ContainingType) => $"global::Fusion.{method.ContainingType.Name}.",
            _ => null,
        };
        if (prefix is null) return name;
        string text = prefix + name.WithoutTrivia();
        SyntaxNode result = node.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax
            ? SyntaxFactory.ParseExpression(text)
            : SyntaxFactory.ParseName(text);
        return result.WithTriviaFrom(name);
    }

    private static bool IsOurs(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() == "Fusion";
}
