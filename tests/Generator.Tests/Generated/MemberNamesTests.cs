using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Generated;

/// <summary>
/// What a user declares in the class itself, under every name that the generated part of the class has: it stands beside it, or FUS008 or
/// FUS009 is reported at the name. Never does the generated part have an error. The project references <c>Fusion.Gpu</c>, so that all
/// targets' members are there.
/// </summary>
public class MemberNamesTests
{
    private static readonly string[] Networks =
    [
        "[FusedNetwork(8, 8, 3)] partial class NAME { MEMBER Tensor Forward(Tensor INPUT) => Relu(INPUT); }",
        "[FusedNetwork(4, 4, 3), FusedNetwork(8, 8, 3)] partial class NAME { MEMBER Tensor Forward(Tensor INPUT) => Relu(INPUT); }",
        "[FusedNetwork(4, 16), FusedNetwork(8, 16)] partial class NAME { MEMBER Tensor Forward(Tensor INPUT) => " +
        "Relu(Tap(INPUT, \"seen\")); }",
        "[FusedNetwork] partial class NAME { MEMBER (Tensor OUTPUT, Tensor second) Forward([Shape(4)] Tensor INPUT, [Shape(4)] Tensor " +
        "other) => (INPUT + other, Relu(other)); }",
    ];

    /// <summary>Every name in the parts of the networks' classes: of members, parameters and variables, and of what they call.</summary>
    private static readonly Lazy<IReadOnlyList<string>> Names = new(() =>
    [
        .. Networks.SelectMany(network => Project.Members(Project.Generate(GpuProject.Compile(Network(network, 0))).Result))
            .Select(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First())
            .SelectMany(type => type.Members).SelectMany(member => member.DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsContextualKeyword(token.Kind()))
            .Select(token => token.ValueText)
                .Concat(["nameof", "Execute", "Batch", "CheckLength", "Dispose", "Info", "ToString", "PackedFloats", "Pack", "value",
                "this"])
            .Except(["Net0", "second", "other"]).Where(name => !name.StartsWith("Net0_", StringComparison.Ordinal)).Distinct()
                .Order(StringComparer.Ordinal),
    ]);

    [Theory]
    [InlineData("[Relu] Layer @X;", "Tensor Forward(Tensor INPUT) => Relu(INPUT);", "Tensor Forward(Tensor data) => @X(data);")]
    [InlineData("public int @X = 1;", "", "")]
    [InlineData("public int @X => 1;", "", "")]
    [InlineData("public static object @X(params object[] all) => all;", "", "")]
    [InlineData("public object @X<T>(T one) => one;", "", "")]
    [InlineData("public class @X;", "", "")]
    public Task Members_have_the_same_names(string member, string from, string to) =>
        AssertFine(name => network =>
            Network((from.Length == 0 ? network : network.Replace(from, to)).Replace("MEMBER", member).Replace("@X", "@" + name), 0));

    [Fact]
    public Task Inputs_have_the_same_names() => AssertFine(name => network => Network(network.Replace("INPUT", "@" + name), 0));

    [Fact]
    public Task Outputs_have_the_same_names() =>
        AssertFine(name => network => network.Contains("OUTPUT") ? Network(network.Replace("OUTPUT", "@" + name), 0) : "");

    [Fact]
    public Task Classes_have_the_same_names() => AssertFine(name => network => Network(network.Replace("NAME", "@" + name), 0));

    /// <summary>Methods with the parameters of the generated ones, which are no overloads of them.</summary>
    [Fact]
    public async Task Methods_have_the_same_parameters()
    {
        var methods = Networks.Select(network => Network(network, 0)).SelectMany(network =>
            Project.Members(Project.Generate(GpuProject.Compile(network)).Result).Single().GetRoot().DescendantNodes()
                .OfType<ClassDeclarationSyntax>().First()
                .Members.OfType<MethodDeclarationSyntax>().Select(method => (Network: network, Method: method))).ToList();
        Assert.True(methods.Count >= 20, $"{methods.Count} methods were found.");
        await AssertFineAsync(methods.Select(pair =>
        {
            string parameters = string.Join(", ", pair.Method.ParameterList.Parameters.Select((parameter, i) => $"{parameter.Type} p{i}"));
            return (pair.Method.Identifier.ValueText,
                pair.Network.Replace("partial class Net0 {", $"partial class Net0 {{ void {pair.Method.Identifier}({parameters}) {{ }}"));
        }), mustBeFound: true);
    }

    [Fact]
    public Task Message() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer [|Run|]; }",
        "FUS009",
        "'Run' is the name of a member that is generated for the network 'Net'; choose another name",
        use: null, Project.Options);

    [Fact]
    public async Task Overloads_of_generated_methods_are_allowed()
    {
        var compilation = Project.Compile("""
            [FusedNetwork(8)]
            partial class Net
            {
                [Linear(4)] Layer linear;

                public static Net Load(string path) => Load(path, null);

                public float[] Run(float[] input)
                {
                    float[] output = new float[4];
                    Run(input, output);
                    return output;
                }
            }
            """);
        Assert.Empty(await Project.DiagnoseAsync(compilation));
    }

    private static string Network(string network, int index) =>
        network.Replace("MEMBER", "").Replace("NAME", "Net" + index).Replace("INPUT", "x").Replace("OUTPUT", "y");

    /// <summary>All names in one project, each with networks in a namespace of its own.</summary>
    private static Task AssertFine(Func<string, Func<string, string>> declare)
    {
        Assert.Superset(new HashSet<string> { "Run", "Load", "Description", "batch0", "weights", "Fusion", "Gpu", "LoadGpu" },
            Names.Value.ToHashSet());
        return AssertFineAsync(Names.Value
            .Select(name => (name, string.Join("\n", Networks.Select(declare(name)).Select((text, i) => $"namespace N{i} {{ {text} }}")))),
            mustBeFound: false);
    }

    private static async Task AssertFineAsync(IEnumerable<(string Name, string Text)> declarations, bool mustBeFound)
    {
        var names = declarations.Select(declaration => declaration.Name).ToList();
        string[] sources = [.. declarations.Select((declaration, i) => $"namespace Of{i} {{ {declaration.Text} }}")];
        IReadOnlyList<Diagnostic> diagnostics = await Project.DiagnoseAsync(GpuProject.Compile(sources));
        var ours = diagnostics.Where(diagnostic => diagnostic.Id is "FUS008" or "FUS009").ToList();
        var found = new HashSet<int>();
        foreach (Diagnostic diagnostic in ours)
        {
            int index = Enumerable.Range(0, names.Count).First(i => diagnostic.Location.GetLineSpan().Path == $"Source{i}.cs");
            Assert.Equal(names[index], sources[index].Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)
                .Split(' ').Last().TrimStart('@'));
            found.Add(index);
        }
        // A warning in the user's own text, such as that a member hides one of the base class, is C#'s to give, and so is CS8126, of names
        // of tuples.
        // That the tap is called like a member of the user's is said at the tap.
        var others = diagnostics.Except(ours)
            .Where(diagnostic => diagnostic.Id != "CS8126" && !(diagnostic.Id == "FUS054" && diagnostic.GetMessage().Contains("'Seen'")))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            || diagnostic.Location.SourceTree?.FilePath.StartsWith("Source") != true).ToList();
        Assert.True(others.Count == 0, $"{string.Join("\n", others.Take(10))}\n{others.FirstOrDefault()?.Location.SourceTree}");
        if (mustBeFound) Assert.Equal(names.Count, found.Count);
    }
}
