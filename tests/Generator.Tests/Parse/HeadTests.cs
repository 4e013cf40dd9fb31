using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Parse;

/// <summary>What is known of a class whatever is wrong in it, so that the calls of its generated members still compile.</summary>
public sealed class HeadTests
{
    private const string Body = "[Conv(3, 3)] Layer a;";

    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { B }", "Net", "|| Net| internal| input| output||True")]
    [InlineData("[FusedNetwork(8, 8, 3)] public sealed partial class Net { B }", "Net", "|| Net| public sealed| input| output||True")]
    [InlineData("namespace A.@in { [FusedNetwork(8, 8, 3)] partial class @event { B } }", "A.in.event",
        "A.@in|| @event| internal| input| output||True")]
    [InlineData("partial class A { partial struct B1 { partial record C { partial record struct D { partial interface E { "
        + "[FusedNetwork(8, 8, 3)] protected partial class Net { B } } } } } }", "A+B1+C+D+E+Net",
        "|partial class A, partial struct B1, partial record C, partial record struct D, partial interface E| Net| protected| input| "
        + "output||True")]
    [InlineData("[FusedNetwork(8, 8, 3), FusedNetwork(4, 3)] partial class Net { B }", "Net", "|| Net| internal| input| output|3, 2|True")]
    [InlineData("[FusedNetwork(8, 8, 3), FusedNetwork(4, 4, 3)] partial class Net { B }", "Net", "|| Net| internal| input| output|3|True")]
    [InlineData("[FusedNetwork(1, 2, 3, 4), FusedNetwork(5)] partial class Net { B }", "Net", "|| Net| internal| input| output|4, 1|True")]
    [InlineData("[FusedNetwork(8, 8, \"3\"), FusedNetwork(4, 4, 3)] partial class Net { B }", "Net",
        "|| Net| internal| input| output|3|True")]
    [InlineData("[FusedNetwork(1, 2, 3, 4, 5), FusedNetwork, FusedNetwork(null!)] partial class Net { B }", "Net",
        "|| Net| internal| input| output||True")]
    [InlineData("[FusedNetwork] partial class Net { B (Tensor p, Tensor) Forward([Shape(3)] Tensor x, [Shape(3)] Tensor y) => (x, y); }",
        "Net", "|| Net| internal| x, y| p, output2||True")]
    [InlineData("[FusedNetwork(3)] partial class Net { B Tensor Forward() => null!; }", "Net", "|| Net| internal| input| output||True")]
    // Names that the generated part needs twice.
    [InlineData("[FusedNetwork(3)] partial class Net { B (Tensor x, Tensor y) Forward(Tensor x) => (x, x); }", "Net",
        "|| Net| internal| x| xResult, y||True")]
    [InlineData("[FusedNetwork(3)] partial class Net { B (Tensor x, Tensor xResult) Forward(Tensor x) => (x, x); }", "Net",
        "|| Net| internal| x| xResult, xResultResult||True")]
    [InlineData("[FusedNetwork(3)] partial class Net { B Tensor Forward(Tensor normalization) => normalization; }", "Net",
        "|| Net| internal| normalizationInput| output||True")]
    // Classes that no generated part can join.
    [InlineData("[FusedNetwork(8, 8, 3)] class Net { B }", "Net", "|| Net| internal| input| output||False")]
    [InlineData("class A { [FusedNetwork(8, 8, 3)] partial class Net { B } }", "A+Net",
        "|partial class A| Net| private| input| output||False")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial record Net { B }", "Net", "|| Net| internal| input| output||False")]
    [InlineData("[FusedNetwork(8, 8, 3)] static partial class Net { B }", "Net", "|| Net| internal| input| output||False")]
    [InlineData("[FusedNetwork(8, 8, 3)] abstract partial class Net { B }", "Net", "|| Net| internal| input| output||True")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net<T> { B }", "Net`1", "|| Net| internal| input| output||False")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net : System.Exception { B }", "Net", "|| Net| internal| input| output||False")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net : Missing { B }", "Net", "|| Net| internal| input| output||True")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net : Network { B }", "Net", "|| Net| internal| input| output||True")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { B public Net() { } }", "Net", "|| Net| internal| input| output||False")]
    public void Head(string source, string name, string expected)
    {
        NetworkHead head = Read(source.Replace(" B }", $" {Body} }}").Replace("{ B ", $"{{ {Body} "), name, withPlaces: false).Model.Head;
        Assert.Equal(expected, $"{head.Namespace}|{string.Join(", ", head.ContainingTypes)}| {head.ClassName}| {head.Modifiers}| "
            + $"{string.Join(", ", head.Inputs)}| {string.Join(", ", head.Outputs)}|{string.Join(", ", head.Ranks)}|{head.CanExtend}");
    }

    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)]", "Fast Float32 Nhwc")]
    [InlineData("[FusedNetwork(8, 8, 3, Arithmetic = Arithmetic.Direct)]", "Direct Float32 Nhwc")]
    [InlineData("[FusedNetwork(8, 8, 3, Weights = WeightStorage.BFloat16)]", "Fast BFloat16 Nhwc")]
    [InlineData("[FusedNetwork(8, 8, 3), FusedNetwork(9, 9, 3, Arithmetic = Arithmetic.Direct, Weights = WeightStorage.BFloat16)]",
        "Direct BFloat16 Nhwc")]
    [InlineData("[FusedNetwork(8, 8, 3, Weights = WeightStorage.Float32), FusedNetwork(9, 9, 3, Arithmetic = Arithmetic.Fast)]",
        "Fast Float32 Nhwc")]
    [InlineData("[FusedNetwork(8, 8, 3), FusedNetwork(9, 9, 3, Layout = Layout.Nchw)]", "Fast Float32 Nchw")]
    [InlineData("[FusedNetwork(8, 8, 3, Layout = Layout.Nhwc)]", "Fast Float32 Nhwc")]
    public void Choices_of_one_size_are_those_of_all(string attributes, string expected)
    {
        NetworkModel model = Read($"{attributes} partial class Net {{ {Body} }}", "Net", withPlaces: false).Model;
        Assert.Equal(expected, $"{model.Spec!.Arithmetic} {model.Spec.Weights} {model.Spec.Layout}");
    }

    [Fact]
    public void Wrong_declaration_is_kept_for_the_analyzer_only()
    {
        const string wrong = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"width\", 3)] Layer a; }";
        NetworkModel generator = Read(wrong, "Net", withPlaces: false).Model, analyzer = Read(wrong, "Net", withPlaces: true).Model;
        Assert.Null(generator.Spec);
        Assert.Null(generator.Sketch);
        Assert.NotNull(analyzer.Sketch);
        Assert.StartsWith("FUS021: 'width' is unknown in this expression", generator.Mistake);
        Assert.Equal("", Read($"[FusedNetwork(8, 8, 3)] partial class Net {{ {Body} }}", "Net", withPlaces: true).Model.Mistake);
    }

    internal static (NetworkModel Model, SourceMap? Map, ParseSession Session) Read(string source, string name, bool withPlaces)
    {
        Compilation compilation = Project.Compile(source);
        SourceMap? map = withPlaces ? new SourceMap() : null;
        var session = new ParseSession(compilation, compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly, map, default);
        return (NetworkReader.Read(session, compilation.GetTypeByMetadataName(name)!), map, session);
    }
}
