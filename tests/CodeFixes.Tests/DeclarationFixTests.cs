using Fusion.CodeFixes.Fixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Fusion.CodeFixes.Tests;

/// <summary>The fixes that edit declarations: the exact text, and no diagnostic left.</summary>
public class DeclarationFixTests
{
    [Theory]
    [InlineData("[FusedNetwork(8)] class Net { [Linear(4)] Layer a; }", "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData("[FusedNetwork(8)]\n// The one.\npublic sealed class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)]\n// The one.\npublic sealed partial class Net { [Linear(4)] Layer a; }")]
    [InlineData("// The one.\n[FusedNetwork(8)]\n    class Net\n{\n    [Linear(4)] Layer a;\n}\n",
        "// The one.\n[FusedNetwork(8)]\n    partial class Net\n{\n    [Linear(4)] Layer a;\n}\n")]
    public Task A_network_becomes_partial(string source, string expected) =>
        Fixed.ExpectAsync(new MakePartial(), "FUS001", "Make 'Net' partial", source, expected);

    [Fact]
    public Task A_network_and_what_foundaround_it_become_partial() => Fixed.ExpectAsync(
        new MakePartial(), "FUS002", "Make 'Outer' partial",
        "static class Outer { struct Inner { [FusedNetwork(8)] internal partial class Net { [Linear(4)] Layer a; } } }",
        "static partial class Outer { partial struct Inner { [FusedNetwork(8)] internal partial class Net { [Linear(4)] Layer a; } } }");

    [Theory]
    [InlineData("Remove 'static' from 'Net'",
        "[FusedNetwork(8)] public static partial class Net { static Tensor Forward(Tensor x) => Relu(x); }",
        "[FusedNetwork(8)] public partial class Net { static Tensor Forward(Tensor x) => Relu(x); }")]
    [InlineData("Remove 'abstract' from 'Net'", "[FusedNetwork(8)] abstract partial class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData("Remove 'file' from 'Net'", "[FusedNetwork(8)]\n// Why?\nfile partial class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)]\n// Why?\npartial class Net { [Linear(4)] Layer a; }")]
    [InlineData("Make 'Net' a class", "[FusedNetwork(8)] public partial record Net\n{\n    [Linear(4)] Layer a;\n}\n",
        "[FusedNetwork(8)] public partial class Net\n{\n    [Linear(4)] Layer a;\n}\n")]
    [InlineData("Make 'Net' a class", "[FusedNetwork(8)] partial record class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData("Remove the base class of 'Net'",
        "[FusedNetwork(8)] partial class Net : System.Collections.ArrayList\n{\n    [Linear(4)] Layer a;\n}\n",
        "[FusedNetwork(8)] partial class Net\n{\n    [Linear(4)] Layer a;\n}\n")]
    [InlineData("Remove the base class of 'Net'",
        "interface IMark; [FusedNetwork(8)] partial class Net : System.Exception, IMark { [Linear(4)] Layer a; }",
        "interface IMark; [FusedNetwork(8)] partial class Net : IMark { [Linear(4)] Layer a; }")]
    public Task A_network_becomes_an_ordinary_class(string title, string source, string expected) =>
        Fixed.ExpectAsync(new MakeOrdinaryClass(), "FUS003", title, source, expected);

    [Theory]
    [InlineData("[FusedNetwork(8)] partial class Net<T> { [Linear(4)] Layer a; }")]
    [InlineData("[FusedNetwork(8)] partial class Net(int width) { [Linear(4)] Layer a; }")]
    [InlineData("[FusedNetwork(8)] partial record Net(int Width) { [Linear(4)] Layer a; }")]
    public Task What_has_no_one_mend_foundleft_to_the_user(string source) =>
        Fixed.ExpectNoneAsync(new MakeOrdinaryClass(), "FUS003", source);

    [Fact]
    public Task A_block_becomes_an_ordinary_class() => Fixed.ExpectAsync(
        new MakeOrdinaryClass(), "FUS036", "Remove 'abstract' from 'Pair'",
        "[Block] abstract class Pair { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class Net { [Block<Pair>] Layer b; }",
        "[Block] class Pair { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class Net { [Block<Pair>] Layer b; }");

    [Theory]
    [InlineData("[FusedNetwork(8), FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData("[FusedNetwork(8)]\n[FusedNetwork(8)]\npartial class Net { [Linear(4)] Layer a; }",
        "[FusedNetwork(8)]\npartial class Net { [Linear(4)] Layer a; }")]
    public Task A_repeated_shape_goes(string source, string expected) => Fixed.ExpectAsync(
        new RemoveRepeatedShape(), "FUS007", "Remove the repeated [FusedNetwork(8)]", source, expected);

    [Fact]
    public Task Two_shapes_for_one_input_are_left_to_the_user() => Fixed.ExpectNoneAsync(
        new RemoveRepeatedShape(), "FUS007", "[FusedNetwork(8)] partial class Net { Tensor Forward([Shape(8)] Tensor x) => Relu(x); }");

    [Theory]
    [InlineData(
        "Rename the output to 'xResult'",
        "[FusedNetwork(8)] partial class Net { (Tensor a, Tensor x) Forward(Tensor x) => (a: Relu(x), x: x); }",
        "[FusedNetwork(8)] partial class Net { (Tensor a, Tensor xResult) Forward(Tensor x) => (a: Relu(x), xResult: x); }")]
    [InlineData(
        "Rename the input to 'normalizationInput'",
        "[FusedNetwork(8)] partial class Net { Tensor Forward(Tensor normalization) => Relu(normalization) + normalization; }",
        "[FusedNetwork(8)] partial class Net { Tensor Forward(Tensor normalizationInput) => Relu(normalizationInput) + " +
        "normalizationInput; }")]
    public Task An_input_or_output_foundrenamed(string title, string source, string expected) =>
        Fixed.ExpectAsync(new RenameTensor(), "FUS008", title, source, expected);

    [Theory]
    [InlineData("[FusedNetwork(8)] partial class Net { [Linear(4)] object a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData(
        "namespace Mine { class Layer; [FusedNetwork(8)] partial class Net { [Linear(4)] /* first */ Layer a; } }",
        "namespace Mine { class Layer; [FusedNetwork(8)] partial class Net { [Linear(4)] /* first */ Fusion.Layer a; } }")]
    public Task A_field_becomes_a_layer(string source, string expected) =>
        Fixed.ExpectAsync(new DeclareAsLayer(), "FUS011", "Declare the field as a Layer", source, expected);

    [Theory]
    [InlineData("Layer", "Layer<(Tensor y, Tensor gate)>")]
    [InlineData("Layer<(Tensor gate, Tensor y)>", "Layer<(Tensor y, Tensor gate)>")]
    public Task A_layer_is_declared_with_its_result(string declared, string expected)
    {
        const string block = "[Block] class B { [Relu] Layer r; (Tensor y, Tensor gate) Forward(Tensor x) => (r(x), x); } ";
        const string network = "[FusedNetwork(8)] partial class Net { [Block<B>] TYPE a; Tensor Forward(Tensor x) => a(x).y; }";
        return Fixed.ExpectAsync(
            new DeclareResult(), "FUS017", $"Declare the field as {expected}", block + network.Replace("TYPE", declared),
            block + network.Replace("TYPE", expected));
    }

    [Theory]
    [InlineData(
        "[FusedNetwork(8)]\npartial class Net\n{\n    [Linear(8)] Layer a;\n    [Linear(4)] Layer b;\n\n    Tensor Forward(Tensor x) " +
        "=> a(x);\n}\n",
        "[FusedNetwork(8)]\npartial class Net\n{\n    [Linear(8)] Layer a;\n\n    Tensor Forward(Tensor x) => a(x);\n}\n")]
    [InlineData(
        "[FusedNetwork(8)] partial class Net { [Linear(8)] Layer a, b; Tensor Forward(Tensor x) => a(x); }",
        "[FusedNetwork(8)] partial class Net { [Linear(8)] Layer a; Tensor Forward(Tensor x) => a(x); }")]
    public Task An_unused_layer_goes(string source, string expected) =>
        Fixed.ExpectAsync(new RemoveUnusedLayer(), "FUS012", "Remove the unused layer 'b'", source, expected);

    [Theory]
    [InlineData(
        "class Pair { [Linear(4)] Layer a; }\n[FusedNetwork(8)] partial class Net { [Block<Pair>] Layer b; }",
        "[Block]\nclass Pair { [Linear(4)] Layer a; }\n[FusedNetwork(8)] partial class Net { [Block<Pair>] Layer b; }")]
    [InlineData(
        "partial class Outer\n{\n    /// <summary>Two.</summary>\n    public class Pair\n    {\n        [Linear(4)] Layer a;\n    " +
        "}\n}\n[FusedNetwork(8)] partial class Net { [Block<Outer.Pair>] Layer b; }",
        "partial class Outer\n{\n    /// <summary>Two.</summary>\n    [Block]\n    public class Pair\n    {\n        [Linear(4)] Layer " +
        "a;\n    }\n}\n[FusedNetwork(8)] partial class Net { [Block<Outer.Pair>] Layer b; }")]
    public Task A_class_that_a_layer_applies_becomes_a_block(string source, string expected) =>
        Fixed.ExpectAsync(new MarkAsBlock(), "FUS030", "Mark 'Pair' with [Block]", source, expected);

    [Fact]
    public Task What_foundno_class_cannot_be_a_block() => Fixed.ExpectNoneAsync(
        new MarkAsBlock(), "FUS030", "[FusedNetwork(8)] partial class Net { [Block<string>] Layer b; }");

    [Theory]
    [InlineData("long", "int")]
    [InlineData("byte", "int")]
    [InlineData("decimal", "double")]
    public Task A_block_parameter_gets_a_type_that_blocks_take(string type, string becomes) => Fixed.ExpectAsync(
        new ChangeParameterType(), "FUS035", $"Declare 'n' as {becomes}",
        $"[Block] class Pair({type} n) {{ [Linear(4)] Layer a; }} [FusedNetwork(8)] partial class Net {{ [Block<Pair>(4)] Layer b; }}",
        $"[Block] class Pair({becomes} n) {{ [Linear(4)] Layer a; }} [FusedNetwork(8)] partial class Net {{ [Block<Pair>(4)] Layer b; }}");

    [Theory]
    [InlineData(
        "[Block] class Pair(object width) { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class Net { [Block<Pair>(4)] Layer b; }")]
    [InlineData(
        "[Block] class Pair(long width = 4L) { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class Net { [Block<Pair>(4)] Layer b; }")]
    public Task A_block_parameter_of_another_type_foundleft_to_the_user(string source) =>
        Fixed.ExpectNoneAsync(new ChangeParameterType(), "FUS035", source);

    [Theory]
    [InlineData("int width", "4 * widht + 1", "widht", "4 * width + 1", "width")]
    [InlineData("int width", "x.Chanels", "Chanels", "x.Channels", "Channels")]
    [InlineData("int width, int stride = 1", "Stride > 1 ? width : 8", "Stride", "stride > 1 ? width : 8", "stride")]
    public Task A_name_in_an_expression_is_spelt_as_it_is_known(
        string parameters, string found, string wrong, string expected, string right) =>
        Fixed.ExpectAsync(
            new CorrectSpelling(), "FUS021", $"Change '{wrong}' to '{right}'", WithPair(parameters, found), WithPair(parameters, expected));

    [Fact]
    public Task A_member_of_an_enumeration_is_spelt_as_it_is_known() => Fixed.ExpectAsync(
        new CorrectSpelling(), "FUS021", "Change 'Sigmod' to 'Sigmoid'",
        "[FusedNetwork(8)] partial class Net { [Activate(\"Activation.Sigmod\")] Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Activate(\"Activation.Sigmoid\")] Layer a; }");

    [Theory]
    [InlineData("depth")]
    [InlineData("width3")]
    public Task A_name_that_is_like_none_or_several_is_left_to_the_user(string name) =>
        Fixed.ExpectNoneAsync(new CorrectSpelling(), "FUS021", WithPair("int width1, int width2 = 2", name));

    [Theory]
    [InlineData(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(8, 3), Relu, Linear(10)] Layer a; }",
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(8, 3), Relu, Flatten, Linear(10)] Layer a; }")]
    [InlineData(
        "[FusedNetwork(8, 8, 3)]\npartial class Net\n{\n    [Conv(8, 3), Relu] Layer a;\n    [Fusion.Linear(10)]   Layer b;\n}\n",
        "[FusedNetwork(8, 8, 3)]\npartial class Net\n{\n    [Conv(8, 3), Relu] Layer a;\n   "
            + " [Fusion.Flatten, Fusion.Linear(10)]   Layer b;\n}\n")]
    public Task Flatten_is_put_before_a_linear_layer(string source, string expected) =>
        Fixed.ExpectAsync(new AddFlatten(), "FUS048", "Add Flatten before it", source, expected);

    [Theory]
    [InlineData(
        "[FusedNetwork(8)] partial class Net { [Linear(1), Softmax] Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(1), Sigmoid] Layer a; }")]
    [InlineData(
        "[FusedNetwork(8)] partial class Net { [Linear(1)] Layer a; Tensor Forward(Tensor x) => Softmax(a(x)); }",
        "[FusedNetwork(8)] partial class Net { [Linear(1)] Layer a; Tensor Forward(Tensor x) => Sigmoid(a(x)); }")]
    public Task A_softmax_over_one_channel_becomes_a_sigmoid(string source, string expected) =>
        Fixed.ExpectAsync(new UseSigmoid(), "FUS049", "Use Sigmoid instead", source, expected);

    [Theory]
    [InlineData("3, 64, 64", "64, 64, 3", "")]
    [InlineData("3, 4 * 16, Net.Width", "4 * 16, Net.Width, 3", "")]
    [InlineData("3, 64, 64", "64, 64, 3", ", Arithmetic = Arithmetic.Direct")]
    [InlineData("1, 16000", "16000, 1", "")]
    [InlineData("1, 3, 64, 64", "64, 64, 3", "")]
    [InlineData("1, 64, 64, 3", "64, 64, 3", "")]
    [InlineData("3, 8, 64, 64", "8, 64, 64, 3", "")]
    public Task A_shape_is_written_channels_last(string sizes, string meant, string more) => Fixed.ExpectAsync(
        new WriteChannelsLast(), "FUS050", $"Write ({meant})",
        $"[FusedNetwork({sizes}{more})] partial class Net {{ const int Width = 64; [Relu] Layer a; }}",
        $"[FusedNetwork({meant}{more})] partial class Net {{ const int Width = 64; [Relu] Layer a; }}");

    [Fact]
    public Task The_shape_of_one_of_several_inputs_is_written_channels_last() => Fixed.ExpectAsync(
        new WriteChannelsLast(), "FUS050", "Write (64, 64, 3)",
        "[FusedNetwork] partial class Net { (Tensor c, Tensor d) Forward([Shape(3, 64, 64)] Tensor a,"
            + " [Shape(3)] Tensor b) => (Relu(a), Relu(b)); }",
        "[FusedNetwork] partial class Net { (Tensor c, Tensor d) Forward([Shape(64, 64, 3)] Tensor a,"
            + " [Shape(3)] Tensor b) => (Relu(a), Relu(b)); }");

    [Theory]
    [InlineData(
        "Remove 'static'",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] static Layer a; }",
        "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }")]
    [InlineData(
        "Make 'A' a field",
        "[FusedNetwork(8)]\npartial class Net\n{\n    // The first.\n    [field: Linear(4)]\n    public Layer A"
            + " { get; set; } = null!; // and last\n}\n",
        "[FusedNetwork(8)]\npartial class Net\n{\n    // The first.\n    [Linear(4)]\n    public Layer A; // and last\n}\n")]
    public Task A_layer_becomes_an_ordinary_field(string title, string source, string expected) =>
        Fixed.ExpectAsync(new MakeField(), "FUS052", title, source, expected);

    private static string WithPair(string parameters, string outputs) =>
        $"[Block] class Pair({parameters}) {{ [Linear(\"{outputs}\")] Layer a; }}\n"
            + "[FusedNetwork(8)] partial class Net { [Block<Pair>(4)] Layer b; }";
}
