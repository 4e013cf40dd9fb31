using System.Collections.Immutable;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator;

/// <summary>
/// Quiets the warnings that a declaration cannot avoid: its fields are never assigned, its block parameters are read only by expression
/// strings, and its Forward is called by nobody, because all of them are read at build time.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FusionSuppressor : DiagnosticSuppressor
{
    private const string Justification = "Declarations of Fusion are read at build time";

    private static readonly ImmutableArray<SuppressionDescriptor> Descriptors =
    [
        .. new[]
        {
            "CS0108", "CS0169", "CS0414", "CS0649", "CS3016", "CS8618", "CS9113", "CS9124", "CS8321",
            "IDE0044", "IDE0051", "IDE0052", "IDE0060", "IDE1006",
            "CA1051", "CA1801", "CA1811", "CA1812", "CA1822", "CA1823", "CA1852",
        }.Select(static id => new SuppressionDescriptor("FUSS" + id, id, Justification)),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => Descriptors;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            SyntaxNode node = tree.GetRoot(context.CancellationToken)
                .FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            SemanticModel model = context.GetSemanticModel(tree);
            if (IsOfDeclaration(diagnostic.Id, node, model, context.CancellationToken))
            {
                context.ReportSuppression(
                    Suppression.Create(Descriptors.First(descriptor => descriptor.SuppressedDiagnosticId == diagnostic.Id), diagnostic));
            }
        }
    }

    private static bool IsOfDeclaration(string id, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        foreach (SyntaxNode candidate in node.AncestorsAndSelf())
        {
            switch (candidate)
            {
                // The sizes in our attributes are an array, of which the CLS knows nothing; other languages never see them.
                case AttributeSyntax attribute when id == "CS3016":
                    return model.GetSymbolInfo(attribute, cancellation).Symbol?.ContainingNamespace.ToDisplayString() == "Fusion";
                case VariableDeclaratorSyntax field when model.GetDeclaredSymbol(field, cancellation) is IFieldSymbol symbol:
                    return IsAnnotated(symbol) || IsNamedInText(symbol, cancellation);
                case PropertyDeclarationSyntax property when model.GetDeclaredSymbol(property, cancellation) is { } symbol:
                    return IsNamedInText(symbol, cancellation);
                case ParameterSyntax parameter when model.GetDeclaredSymbol(parameter, cancellation)
                    is { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } method }:
                    return IsDeclaration(method.ContainingType);
                case MethodDeclarationSyntax method when model.GetDeclaredSymbol(method, cancellation) is { } symbol:
                    return (symbol.Name == "Forward" && IsDeclaration(symbol.ContainingType))
                        || IsNamedInText(symbol, cancellation);
                case TypeDeclarationSyntax type when model.GetDeclaredSymbol(type, cancellation) is INamedTypeSymbol symbol:
                    // Of what is reported at the class itself, only these two: "never instantiated", and fields that the constructor leaves
                    // null.
                    return id is "CA1812" or "CA1852" or "CS8618" && IsDeclaration(symbol);
            }
        }

        return false;
    }

    /// <summary>Whether a text in an attribute may speak of a method or value: only in its own class is one unused that nobody else
    /// sees.</summary>
    private static bool IsNamedInText(ISymbol symbol, CancellationToken cancellation) =>
        symbol.IsStatic && symbol.ContainingType.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax(cancellation).DescendantNodes().OfType<AttributeArgumentSyntax>())
            .SelectMany(argument => argument.DescendantTokens())
            .Any(token => token.Value is string text && Names(text, symbol.Name));

    private static bool Names(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            bool isWhole = (at == 0 || !IsLetter(text[at - 1])) && (at + name.Length == text.Length || !IsLetter(text[at + name.Length]));
            if (isWhole) return true;
        }

        return false;

        static bool IsLetter(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
    }

    private static bool IsAnnotated(IFieldSymbol field) =>
        (field.Type is INamedTypeSymbol type && KnownTypes.IsNamed(type, "Fusion.Layer"))
        || field.GetAttributes().Any(attribute => IsOperation(attribute.AttributeClass));

    private static bool IsOperation(INamedTypeSymbol? type) =>
        type is not null && (KnownTypes.IsNamed(type, KnownTypes.OperationAttribute) || IsOperation(type.BaseType));

    private static bool IsDeclaration(INamedTypeSymbol type) => type.GetAttributes().Any(attribute =>
        KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute)
            || KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.BlockAttribute));
}
