using System.Runtime.CompilerServices;
using Fusion.CodeFixes.Fixes;
using Fusion.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Fusion.CodeFixes.Tests;

/// <summary>All mistakes of a kind at once, and what every fix has.</summary>
public class FixAllTests
{
    public static TheoryData<Type> Fixes => [.. Types];

    private static IEnumerable<Type> Types =>
        typeof(MakePartial).Assembly.GetTypes().Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract);

    [Theory]
    [MemberData(nameof(Fixes))]
    public void Every_fix_is_exported_mends_a_rule_and_can_mend_all(Type type)
    {
        var export = (ExportCodeFixProviderAttribute)Assert.Single(type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), false));
        Assert.Equal([LanguageNames.CSharp], export.Languages);
        var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
        Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(new FusionAnalyzer().SupportedDiagnostics, rule => rule.Id == id));
        Assert.Contains(FixAllScope.Project, fix.GetFixAllProvider()!.GetSupportedFixAllScopes());
    }

    [Fact]
    public void The_pages_of_the_rules_say_which_have_a_fix()
    {
        string[] fixable = [.. Types.SelectMany(fix => ((CodeFixProvider)Activator.CreateInstance(fix)!).FixableDiagnosticIds).Order()];
        string[] said = [.. Directory.GetFiles(Path.Combine(Repository(), "docs", "diagnostics"), "FUS*.md")
            .Where(page => File.ReadAllText(page).Contains("Editors offer a code fix", StringComparison.Ordinal))
            .Select(page => Path.GetFileNameWithoutExtension(page))
            .Order()];
        Assert.Equal(fixable, said);
    }

    [Fact]
    public void The_compilers_part_knows_no_workspaces() => Assert.DoesNotContain(
        typeof(FusionGenerator).Assembly.GetReferencedAssemblies(), name => name.Name!.Contains("Workspaces", StringComparison.Ordinal));

    [Fact]
    public Task Two_networks_in_one_class_that_is_not_partial() => Fixed.ExpectAllAsync(
        new MakePartial(), FixAllScope.Document,
        ["class Outer { [FusedNetwork(8)] partial class A { [Linear(4)] Layer a; } [FusedNetwork(8)] class B { [Linear(4)] Layer a; } }"],
        ["partial class Outer { [FusedNetwork(8)] partial class A { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class B { " +
            "[Linear(4)] Layer a; } }"]);

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task Fields_in_two_files(FixAllScope scope) => Fixed.ExpectAllAsync(
        new DeclareAsLayer(), scope,
        ["[FusedNetwork(8)] partial class A { [Linear(4)] int a, b; [Relu] string c; }",
            "[FusedNetwork(8)] partial class B { [Linear(4)] object a; }"],
        ["[FusedNetwork(8)] partial class A { [Linear(4)] Layer a, b; [Relu] Layer c; }",
            "[FusedNetwork(8)] partial class B { [Linear(4)] Layer a; }"]);

    [Fact]
    public Task A_block_in_another_file_that_two_networks_use() => Fixed.ExpectAllAsync(
        new MarkAsBlock(), FixAllScope.Project,
        ["[FusedNetwork(8)] partial class A { [Block<Pair>] Layer a; } [FusedNetwork(9)] partial class B { [Block<Pair>] Layer b; }",
            "class Pair { [Linear(4)] Layer a; }\n"],
        ["[FusedNetwork(8)] partial class A { [Block<Pair>] Layer a; } [FusedNetwork(9)] partial class B { [Block<Pair>] Layer b; }",
            "[Block]\nclass Pair { [Linear(4)] Layer a; }\n"]);

    [Fact]
    public Task Unused_layers_of_one_field() => Fixed.ExpectAllAsync(
        new RemoveUnusedLayer(), FixAllScope.Project,
        ["[FusedNetwork(8)] partial class A { [Linear(8)] Layer a, b, c; Tensor Forward(Tensor x) => a(x); }"],
        ["[FusedNetwork(8)] partial class A { [Linear(8)] Layer a; Tensor Forward(Tensor x) => a(x); }"]);

    [Fact]
    public Task A_name_that_is_misspelt_twice_in_one_expression() => Fixed.ExpectAllAsync(
        new CorrectSpelling(), FixAllScope.Document,
        ["[Block] class B(int width) { [Linear(\"widht + 2 * widht\")] Layer a; } [FusedNetwork(8)] partial class A"
            + " { [Block<B>(4)] Layer b; }"],
        ["[Block] class B(int width) { [Linear(\"width + 2 * width\")] Layer a; } [FusedNetwork(8)] partial class A"
            + " { [Block<B>(4)] Layer b; }"]);

    private static string Repository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
