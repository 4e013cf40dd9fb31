using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Marks a class that a layer applies as a block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkAsBlock)), Shared]
public sealed class MarkAsBlock() : DeclarationFix("FUS030")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake) =>
        mistake.Around<TypeSyntax>() is { } name
        && mistake.Model.GetTypeInfo(name, mistake.Cancellation).Type
            is INamedTypeSymbol { TypeKind: TypeKind.Class, IsGenericType: false } type
        && type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(mistake.Cancellation) is ClassDeclarationSyntax declaration
            ? new Mend($"Mark '{type.Name}' with [Block]", new Edit(declaration, node => Attributes.AddFirst(node, "Block")))
            : null;
}
