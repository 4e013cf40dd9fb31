using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS020 to FUS025: expression strings and values.</summary>
public class ExpressionTests
{
    [Theory]
    [InlineData("[Conv(\"4 * [|wdth|]\", 1)]",
        "'wdth' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'wdth' to them")]
    [InlineData("[Conv(@\"4 * [|wdth|]\", 1)]",
        "'wdth' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'wdth' to them")]
    [InlineData("[Conv(\"\"\"4 * [|wdth|]\"\"\", 1)]",
        "'wdth' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'wdth' to them")]
    [InlineData("[Conv(\"width\", 3, Stride = \"([|s|], 1)\")]",
        "'s' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 's' to them")]
    [InlineData("[Conv(\"width\", 3, Name = \"conv_{width}_{[|n|]}\")]",
        "'n' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'n' to them")]
    [InlineData("[Conv(\"width\", 3, When = \"[|flag|]\")]",
        "'flag' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'flag' to them")]
    [InlineData("[Conv(\"x.[|Chanels|]\", 3)]",
        "'Chanels' is unknown in this expression; the properties of x are Channels, Width, Height, Length, Frames, Rank; use one of them")]
    [InlineData("[Activate(\"Activation.[|Reluu|]\")]",
        "'Reluu' is unknown in this expression; the members of Activation are None, Relu, Relu6, LeakyRelu, Silu, HardSwish, Sigmoid, " +
        "HardSigmoid, Tanh, Gelu, GeluTanh, Elu, Mish; use one of them")]
    [InlineData("[Conv(4, 3, Padding = \"[|same|]\")]",
        "'same' is unknown in this expression; if Padding.Same is meant, write it without quotes")]
    [InlineData("[Conv(4, 3, Padding = \"[|valid|]\")]", "'valid' is unknown in this expression; if 0 is meant, write it without quotes")]
    [InlineData("[Activate(\"[|hard_swish|]\")]",
        "'hard_swish' is unknown in this expression; if Activation.HardSwish is meant, write it without quotes")]
    [InlineData("[SqueezeExcite(Reduction = 1, Gate = \"[|hardsigmoid|]\")]",
        "'hardsigmoid' is unknown in this expression; if Activation.HardSigmoid is meant, write it without quotes")]
    [InlineData("[Conv(\"[|height|]\", 3)]",
        "'height' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'height' to them")]
    [InlineData("[Block<Inner>(\"width, stride: [|s|]\")]",
        "'s' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 's' to them")]
    [InlineData("[Conv([|\"\\u0077 + n\"|], 3)]",
        "'w' is unknown in this expression; the parameters of 'Outer' are width; use one of them, or add 'w' to them")]
    public Task Name_is_unknown(string operation, string message) => Expect(operation, "FUS021", message);

    [Theory]
    [InlineData("[Conv(\"4 *[||]\", 1)]",
        "The expression \"4 *\" is not a C# expression: Expected expression; write one such as \"4 * width\" or, with a size per " +
        "dimension, \"(2, 1)\"")]
    [InlineData("[Conv(\"[|4|] width\", 1)]",
        "The expression \"4 width\" is not a C# expression: Unexpected token 'width'; write one such as \"4 * width\" or, with a size " +
        "per dimension, \"(2, 1)\"")]
    [InlineData("[Conv(\"[||]\", 1)]",
        "The expression \"\" is not a C# expression: it is empty; " +
        "write one such as \"4 * width\" or, with a size per dimension, \"(2, 1)\"")]
    [InlineData("[Conv(4, 1, Name = \"conv[|{width|]\")]",
        "The expression \"conv{width\" is not a C# expression: a closing } is missing; write one such as \"4 * width\" or, with a size " +
        "per dimension, \"(2, 1)\"")]
    [InlineData("[Conv(4, 1, Name = \"conv[|}|]\")]",
        "The expression \"conv}\" is not a C# expression: an opening { is missing; write one such as \"4 * width\" or, with a size per " +
        "dimension, \"(2, 1)\"")]
    [InlineData("[SqueezeExcite(Channels = 1, First = \"conv[|{width|]\")]",
        "The expression \"conv{width\" is not a C# expression: a closing } is missing; write one such as \"4 * width\" or, with a size " +
        "per dimension, \"(2, 1)\"")]
    public Task Expression_cannot_be_read(string operation, string message) => Expect(operation, "FUS020", message);

    [Theory]
    [InlineData("[Conv(\"[|new Random().Next()|]\", 1)]",
        "An expression string cannot use the call of 'new Random().Next'; expected are numbers, block parameters, the shape of x, " +
        "arithmetic, comparisons, ?:, " +
        "static methods of this project and functions of Math")]
    [InlineData("[Conv(\"[|4294967300|]\", 1)]",
        "An expression string cannot use the number 4294967300, which does not fit into a whole number (int); expected are numbers, "
        + "block parameters, the shape of x, arithmetic, comparisons, ?:, " +
        "static methods of this project and functions of Math")]
    [InlineData("[Conv(\"1 + width switch { [|int n|] => 3 }\", 1)]",
        "An expression string cannot use a declaration pattern; expected are numbers, block parameters, the shape of x, arithmetic, " +
        "comparisons, ?:, " +
        "static methods of this project and functions of Math")]
    [InlineData("[Conv(\"[|width.Length|]\", 1)]",
        "An expression string cannot use 'width.Length'; expected are numbers, block parameters, the shape of x, arithmetic, " +
        "comparisons, ?:, " +
        "static methods of this project and functions of Math")]
    public Task Expression_is_not_supported(string operation, string message) => Expect(operation, "FUS022", message);

    [Theory]
    [InlineData("[Conv(4, 1, When = \"[|width|]\")]",
        "The condition is 5, but true or false was expected; write a comparison such as 'stride == 1' (found in 'layer')")]
    [InlineData("[Block<Inner>(4, Repeat = \"[|1.5|]\")]",
        "Repeat is 1.5, a double, but a whole number (int) was expected; compute with whole numbers only, or convert with (int)(…) " +
        "(found in 'layer')")]
    [InlineData("[Conv(\"[|true + 1|]\", 1)]",
        "'+' does not apply to true and 1; use numbers, or compare values of one kind (found in 'layer')")]
    public Task Value_is_of_the_wrong_kind(string operation, string message) => Expect(operation, "FUS023", message);

    [Theory]
    [InlineData("[Conv(\"[|width / (width - width)|]\", 1)]",
        "The expression divides by zero; check the values that the block is given (found in 'layer')")]
    [InlineData("[Conv(\"[|width * 1000000000|]\", 1)]",
        "The result does not fit into a whole number (int); check the values that the block is given (found in 'layer')")]
    public Task Computation_fails(string operation, string message) => Expect(operation, "FUS024", message);

    [Fact]
    public Task Index_is_unknown_without_repetitions() => Expect(
        "[Conv(\"[|index|] + 1\", 1)]",
        "FUS021",
        "'index' is unknown in this expression; it is the number of the repetition, so the operation needs a Repeat (found in 'layer')");

    [Theory]
    [InlineData("[Conv([|'c'|], 1)]",
        "The argument 'c' of [Conv] is of type 'char'; " +
        "expected is a number, true, false, a member of an enumeration or an expression string")]
    [InlineData("[Conv([|typeof(int)|], 1)]",
        "The argument typeof(int) of [Conv] is of type 'Type'; expected is a number, true, false, a member of an enumeration or an " +
        "expression string")]
    [InlineData("[Conv(4, 1, Arithmetic = [|(Arithmetic)7|])]",
        "The argument (Arithmetic)7 of [Conv] is no member of 'Arithmetic'; expected is one of Fast, Direct")]
    [InlineData("[Softmax(Axes = [|(Axes)32|])]",
        "The argument (Axes)32 of [Softmax] is no member of 'Axes'; "
            + "expected is one of Channels, Width, Height, Frames, Positions, All")]
    [InlineData("[Prefix([|null!|]), Relu]",
        "The argument null! of [Prefix] is null; "
            + "expected is a number, true, false, a member of an enumeration or an expression string")]
    [InlineData("[Block<Inner>([|null!|])]",
        "The argument null! of [Block] is null; "
            + "expected is a number, true, false, a member of an enumeration or an expression string")]
    [InlineData("[Conv([|4294967300L|], 1)]",
        "The argument 4294967300L of [Conv] is of type 'long' and does not fit into a whole number (int); expected is a number, true, "
        + "false, a member of an enumeration or an expression string")]
    public Task Argument_cannot_be_used(string operation, string message) => Expect(operation, "FUS025", message);

    [Theory]
    [InlineData("Weights = [|(WeightStorage)9|]", "WeightStorage", "Float32, BFloat16")]
    [InlineData("Weights = WeightStorage.BFloat16, Arithmetic = [|(Arithmetic)(-1)|]", "Arithmetic", "Fast, Direct")]
    public Task Option_of_the_network_is_no_member(string options, string type, string members) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3, {options})] partial class Net {{ [Conv(4, 3)] Layer a; }}",
        "FUS025",
        $"The argument {options[(options.IndexOf("[|") + 2)..^2]} of [FusedNetwork] is no member of '{type}'; "
            + $"expected is one of {members}");

    [Fact]
    public Task Prefix_that_CSharp_rejects_is_not_reported_again() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Prefix([|5|]), Relu] Layer a; }",
        "CS1503",
        "Argument 1: cannot convert from 'int' to 'string'");

    /// <summary>As everywhere, null in the place of an option is as good as none.</summary>
    [Fact]
    public async Task Null_is_no_option() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Name = null, When = null, Stride = null)] Layer a; }")));

    [Fact]
    public async Task Constants_and_names_of_parameters_can_be_used()
    {
        const string Source = """
            [Block]
            class B(int width, double slope = 0.5, Activation act = Activation.Silu, bool wide = false)
            {
                private const int Twice = 2;

                [Conv("Twice * width", Twice + 1, Stride = "(Twice, 1)"), LeakyRelu(Slope = "slope / 2"), Activate(nameof(act))] Layer a;
                [Conv("wide ? (int)(1.5 * width) : Math.Max(width, Twice)", 1, Name = "b{wide}")] Layer b;
                [Conv("x.Channels", 1, When = "act == Activation.Silu && !wide")] Layer c;

                Tensor Forward(Tensor x) => c(b(a(x)));
            }

            [FusedNetwork(8, 8, 3)]
            partial class Net
            {
                private const int Width = 6;

                [Block<B>(Width, Activation.Mish), Block<B>("Width, wide: true")] Layer a;
                [Block<B>("2 * index + 1, 0.1", Repeat = 3)] Layer b;
            }
            """;
        var diagnostics = await Project.DiagnoseAsync(Project.Compile(Source));
        Assert.Equal("FUS032", Assert.Single(diagnostics).Id);
        Assert.Empty(await Project.DiagnoseAsync(
            Project.Compile(Source.Replace("(Width, Activation.Mish)", "(Width, 0.25, Activation.Mish)"))));
    }

    private static Task Expect(string operation, string id, string message) => Mistake.ExpectAsync(
        $$"""
        [Block]
        class Inner(int width, int stride = 1)
        {
            [Conv("width", 3, Stride = "stride")] Layer a;
        }

        [Block]
        class Outer(int width)
        {
            {{operation}} Layer a;
        }

        [FusedNetwork(8, 8, 3)]
        partial class Net
        {
            [Block<Outer>(5)] Layer layer;
        }
        """,
        id,
        message);
}
