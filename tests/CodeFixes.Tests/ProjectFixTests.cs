using Fusion.CodeFixes.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using InMemory = Fusion.Generator.Tests.Support.Project;

namespace Fusion.CodeFixes.Tests;

/// <summary>The fixes that change what the project file says.</summary>
public class ProjectFixTests
{
    private const string Source = "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }";

    [Fact]
    public async Task Unsafe_code_is_allowed()
    {
        Project project = Fixed.Open(InMemory.Options.WithAllowUnsafe(false), InMemory.ParseOptions, Source);
        CodeAction action = Assert.Single(await Fixed.ActionsAsync(new AllowUnsafeCode(), "FUS201", project));
        Assert.Equal("Allow unsafe code in this project", action.Title);
        project = await Fixed.ApplyAsync(action, project);
        Assert.True(((CSharpCompilationOptions)project.CompilationOptions!).AllowUnsafe);
        Assert.Empty(await Fixed.DiagnoseAsync(project));
    }

    [Fact]
    public async Task The_language_version_is_raised()
    {
        Project project = Fixed.Open(InMemory.Options, InMemory.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp11), Source);
        CodeAction action = Assert.Single(await Fixed.ActionsAsync(new RaiseLanguageVersion(), "FUS210", project));
        Assert.Equal("Set this project's language version to C# 13", action.Title);
        project = await Fixed.ApplyAsync(action, project);
        Assert.Equal(LanguageVersion.CSharp13, ((CSharpParseOptions)project.ParseOptions!).LanguageVersion);
        Assert.Empty(await Fixed.DiagnoseAsync(project));
    }
}
