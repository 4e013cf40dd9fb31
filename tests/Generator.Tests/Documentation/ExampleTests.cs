using System.Xml.Linq;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Documentation;

/// <summary>What the documentation of the run time shows as an example is a network that builds without a word.</summary>
public class ExampleTests
{
    private static readonly XDocument Text = XDocument.Load(Path.ChangeExtension(typeof(Tensor).Assembly.Location, ".xml"));

    /// <summary>What is documented with examples.</summary>
    public static TheoryData<string> Members =>
        [.. Text.Descendants("example").Select(example => example.Parent!.Attribute("name")!.Value).Distinct()];

    public static TheoryData<string> Attributes =>
        [.. typeof(Tensor).Assembly.GetExportedTypes()
            .Where(type => typeof(Attribute).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => "T:" + type.FullName)];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Examples_build(string member)
    {
        foreach (string code in Codes(member))
        {
            // What is not a declaration by itself is a layer.
            bool isWhole = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members.OfType<TypeDeclarationSyntax>().Any();
            string source = isWhole ? code : $"[FusedNetwork(32, 32, 16)]\npublic partial class Net\n{{\n{code}\n}}\n";
            CSharpCompilation compilation = Project.Compile(source);
            IReadOnlyList<Diagnostic> diagnostics = await Project.DiagnoseAsync(compilation);
            Assert.True(diagnostics.Count == 0, $"{source}\n{string.Join("\n", diagnostics)}");
            Assert.NotEmpty(Project.Generate(compilation).Result.GeneratedTrees);
        }
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Attribute_has_an_example_that_uses_it(string member)
    {
        string name = member.Split('.')[^1].Split('`')[0].Replace("Attribute", "");
        Assert.Matches($@"[\[ ]{name}\b", string.Concat(Codes(member)));
    }

    private static IEnumerable<string> Codes(string member) =>
        Text.Descendants("member").Single(element => element.Attribute("name")!.Value == member)
            .Elements("example").Elements("code").Select(code => code.Value);
}
