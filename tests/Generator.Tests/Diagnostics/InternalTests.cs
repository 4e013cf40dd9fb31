using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS202 and FUS9xx: what the user did not do wrong.</summary>
public class InternalTests
{
    private const string Source = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; }";

    [Fact]
    public void Exception_of_the_compiler_becomes_a_message()
    {
        GeneratedSource source = NetworkGeneration.Generate(Model(), (_, _) => throw new InvalidCastException("No\nway."), default);
        Assert.Equal("FUS900", source.Rule);
        Assert.Equal("InvalidCastException: No way", source.Failure);
        Assert.Contains("partial class Net", source.Text);
    }

    [Fact]
    public void Network_that_the_back_end_cannot_compute_becomes_a_message()
    {
        GeneratedSource source = NetworkGeneration.Generate(Model(), (_, _) => throw new NotSupportedException("There is no kernel."), default);
        Assert.Equal("FUS202", source.Rule);
        Assert.Equal("There is no kernel", source.Failure);
    }

    [Fact]
    public async Task Forward_that_needs_the_generated_part_is_reported()
    {
        const string Declaration = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; Tensor Forward(Tensor x) => ParameterCount == 0 ? x : a(x); }";
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile(Declaration)));
        Assert.Equal("FUS901", diagnostic.Id);
        Assert.Equal(
            "No code was generated for the network 'Net', although its declaration shows no mistake; Forward and the attributes must not use what the generated part declares",
            diagnostic.GetMessage());
    }

    private static NetworkModel Model()
    {
        Compilation compilation = Project.Compile(Source);
        IAssemblySymbol runtime = compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly;
        return NetworkReader.Read(new ParseSession(compilation, runtime, null, default), compilation.GetTypeByMetadataName("Net")!);
    }
}
