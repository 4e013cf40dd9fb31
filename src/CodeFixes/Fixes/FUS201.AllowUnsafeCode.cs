using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Allows unsafe code in a project.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AllowUnsafeCode)), Shared]
public sealed class AllowUnsafeCode() : ProjectFix("Allow unsafe code in this project", "FUS201")
{
    /// <inheritdoc/>
    protected override Project Change(Project project) =>
        project.CompilationOptions is CSharpCompilationOptions options
            ? project.WithCompilationOptions(options.WithAllowUnsafe(true))
            : project;
}
