using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Lower;
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
        GeneratedSource source = Generation().Members(Throw(new InvalidCastException("No\nway.")), _ => "", default);
        Assert.Equal("FUS900", source.Rule);
        Assert.Equal("InvalidCastException: No way", source.Failure);
        Assert.Contains("partial class Net", source.Text);
    }

    [Fact]
    public void Network_that_the_back_end_cannot_compute_becomes_a_message()
    {
        GeneratedSource source = Generation().Members(Throw(new NotSupportedException("There is no kernel.")), _ => "", default);
        Assert.Equal("FUS202", source.Rule);
        Assert.Equal("There is no kernel", source.Failure);
    }

    /// <summary>What keeps both files from being printed is said once, for the members.</summary>
    [Fact]
    public void Kernels_repeat_no_message()
    {
        Assert.Empty(Generation().Files(Throw(new NotSupportedException("There is no plan.")), (_, _) => "", default));
    }

    [Theory]
    [InlineData(true, "FUS202", "No kernel")]
    [InlineData(false, "FUS900", "InvalidCastException: No kernel")]
    public void Exception_while_kernels_are_printed_becomes_a_message(bool isSupported, string rule, string failure)
    {
        Exception exception = isSupported ? new NotSupportedException("No kernel.") : new InvalidCastException("No kernel.");
        NetworkGeneration generation = Generation();
        PlannedNetwork planned = NetworkCompiler.Plan(
            generation.Model.Spec!, Lowering.Lower(generation.Model.Spec!).Graphs, generation.Project);
        GeneratedSource source = Assert.Single(generation.Files(Plan, (_, _) => throw exception, default));
        Assert.Equal((rule, failure, ""), (source.Rule, source.Failure, source.HintName));

        PlannedNetwork? Plan(out string mistake)
        {
            mistake = "";
            return planned;
        }
    }

    [Fact]
    public async Task Forward_that_needs_the_generated_part_is_reported()
    {
        const string Declaration =
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; " +
            "Tensor Forward(Tensor x) => ParameterCount == 0 ? x : a(x); }";
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile(Declaration)));
        Assert.Equal("FUS901", diagnostic.Id);
        Assert.Equal(
            "No code was generated for the network 'Net', although its declaration shows no mistake; Forward and the attributes must " +
            "not use what the generated part declares",
            diagnostic.GetMessage());
    }

    /// <summary>C# says what is wrong, be it in a block; that nothing was generated follows from it.</summary>
    [Theory]
    [InlineData("[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) { string s = x; return a(x); } }", "CS0029")]
    [InlineData("[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => nothing(a(x)); }", "CS0103")]
    [InlineData("[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => a(x); int Other() => nothing; }", "CS0103")]
    [InlineData("[Block] class B(int n = \"x\") { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => a(x); }", "CS1750")]
    [InlineData("[Block] class B(int n = Net.Count) { [Conv(\"n\", 3)] Layer a; }", "CS0117")]
    [InlineData("[Block] class B { [Conv(Net.Count, 3)] Layer a; }", "CS0117")]
    [InlineData("[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => Net.Count == 0 ? a(x) : x; }", "CS0117")]
    [InlineData("[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => a(x) }", "CS1002")]
    [InlineData(
        "[Block] class B { [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => Net.ParameterCount > 0 ? a(x) : x; int Other() => no; }",
        "CS0103")]
    public async Task Block_with_an_error_of_CSharp_stands_alone(string block, string id)
    {
        string source = block + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }";
        Assert.Equal(id, Assert.Single(await Project.DiagnoseAsync(Project.Compile(source))).Id);
    }

    private static NetworkGeneration Generation() => new(Model(), ProjectOptions.Default);

    private static NetworkGeneration.Planner Throw(Exception exception) => (out string mistake) => throw exception;

    private static NetworkModel Model()
    {
        Compilation compilation = Project.Compile(Source);
        IAssemblySymbol runtime = compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly;
        return NetworkReader.Read(new ParseSession(compilation, runtime, null, default), compilation.GetTypeByMetadataName("Net")!);
    }
}
