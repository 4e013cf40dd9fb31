using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Declares a field that carries operations as a layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareAsLayer)), Shared]
public sealed class DeclareAsLayer() : DeclarationFix("FUS011")
{
    /// <inheritdoc/>
    protected override Mend? Find(Mistake mistake) => mistake.Around<FieldDeclarationSyntax>() is { } field
        ? new Mend("Declare the field as a Layer", new Edit(field.Declaration.Type, type => Layer().WithTriviaFrom(type)))
        : null;

    /// <summary>By its full name; the editor shortens it as far as the file's usings allow.</summary>
    public static TypeSyntax Layer() =>
        SyntaxFactory.ParseTypeName("global::Fusion.Layer").WithAdditionalAnnotations(Simplifier.Annotation);
}
