using System.Reflection;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;
using Fusion.Tool.Tests.Networks;

namespace Fusion.Tool.Tests.Models;

/// <summary>Names for classes and namespaces.</summary>
public sealed class ClassNamesTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("class", "a word of C#")]
    [InlineData("record", "a word of C#")]
    [InlineData("1Net", "no name of a class")]
    [InlineData("My Net", "no name of a class")]
    [InlineData("", "no name of a class")]
    [InlineData("A.B", "no name of a class")]
    [InlineData("Layer", "LayerNetwork")]
    [InlineData("Network", "NetworkNetwork")]
    [InlineData("Relu", "ReluNetwork")]
    [InlineData("Load", "LoadNetwork")]
    [InlineData("System", "SystemNetwork")]
    [InlineData("Fusion", "FusionNetwork")]
    [InlineData("Math", "MathNetwork")]
    [InlineData("Console", "ConsoleNetwork")]
    [InlineData("Task", "TaskNetwork")]
    [InlineData("File", "FileNetwork")]
    [InlineData("resnet", "try Resnet")]
    public void A_name_that_cannot_be_is_refused(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<ToolException>(() => ClassNames.Require(name)).Message);

    [Theory]
    [InlineData("System", "System's own")]
    [InlineData("System.Nets", "System's own")]
    [InlineData("Fusion", "Fusion's own")]
    [InlineData("A.int", "a word of C#")]
    [InlineData("A..B", "no namespace")]
    [InlineData("2", "no namespace")]
    [InlineData("My.Layer", "'Layer'")]
    [InlineData("Concat.Nets", "'Concat'")]
    public void A_namespace_that_cannot_be_is_refused(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<ToolException>(() => ClassNames.RequireNamespace(name)).Message);

    [Theory]
    [InlineData("resnet18-v1", "Resnet18V1")]
    [InlineData("3d", "Network3d")]
    [InlineData("layer", "LayerNetwork")]
    [InlineData("string", "StringNetwork")]
    [InlineData("fusion", "FusionNetwork")]
    [InlineData("…", "Model")]
    public void A_file_gives_a_name_that_can_be(string file, string expected)
    {
        Assert.Equal(expected, ClassNames.Of(file));
        Assert.Equal(expected, ClassNames.Require(expected));
    }

    /// <summary>A class can have no member of its own name (CS0542).</summary>
    [Fact]
    public void No_member_of_a_network_is_the_name_of_a_class()
    {
        IEnumerable<string> members = ((Type[])[typeof(Reported), typeof(Several)]).SelectMany(type => type.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(member => member is not FieldInfo && member.Name is not ("Layer1" or "Sum" or "Product"))
            .Select(member => member.Name).Where(name => char.IsAsciiLetterUpper(name[0])).Distinct();
        Assert.All(members, name => Assert.Throws<ToolException>(() => ClassNames.Require(name)));
    }

    [Theory]
    [InlineData("Net", "My.Nets")]
    [InlineData("Resnet18", "Acme.Fusion")]
    [InlineData("Größe", "")]
    public void What_is_allowed_compiles(string name, string space)
    {
        Assert.Equal(name, ClassNames.Require(name));
        Assert.Equal(space, ClassNames.RequireNamespace(space));
        string source = $$"""
            using Fusion;
            using static Fusion.Ops;
            {{(space.Length > 0 ? $"namespace {space};" : "")}}
            [FusedNetwork(4)]
            public partial class {{name}} { [Linear(2), Relu] Layer fc; Tensor Forward(Tensor x) => Relu(fc(x)); }
            """;
        GeneratedAssembly.Compile(source, _folder);
    }
}
