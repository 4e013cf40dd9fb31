using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.CodeFixes.Fixes;

/// <summary>Raises the language version of a project to the least that generated code needs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RaiseLanguageVersion)), Shared]
public sealed class RaiseLanguageVersion() : ProjectFix("Set this project's language version to C# 13", "FUS210")
{
    /// <inheritdoc/>
    protected override Project Change(Project project) =>
        project.ParseOptions is CSharpParseOptions options
            ? project.WithParseOptions(options.WithLanguageVersion(LanguageVersion.CSharp13))
            : project;
}
