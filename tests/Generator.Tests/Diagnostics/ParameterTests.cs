using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Fields that are values: what is wrong with them, and where.</summary>
public class ParameterTests
{
    [Theory]
    [InlineData("[Parameter([|0, 8|])] Tensor p; [Relu] Layer a; Tensor Forward(Tensor x) => a(x) + p;", "FUS101",
        "Parameter: the dimensions are (0, 8), but one to four were expected, channels last, each at least 1")]
    [InlineData("[Parameter([|1, 2, 3, 4, 5|])] Tensor p; [Relu] Layer a; Tensor Forward(Tensor x) => a(x) + p;", "FUS101",
        "Parameter: the dimensions are (1, 2, 3, 4, 5), but one to four were expected, channels last, each at least 1")]
    [InlineData("[[|Parameter()|]] Tensor p; [Relu] Layer a; Tensor Forward(Tensor x) => a(x) + p;", "FUS101",
        "Parameter: the argument dimensions is missing")]
    [InlineData("[Parameter(7, 3)] Tensor p; [Relu] Layer a; Tensor Forward(Tensor x) => [|a(x) + p|];", "FUS101",
        "Add: the [Parameter] is (7, 3), the other side (8, 3), but they must be equal, or the [Parameter] have the size 1, or no "
            + "dimension, wherever it counts for all. Dimensions are written channels last")]
    [InlineData("[Parameter(8, 3)] Tensor [|p|]; [Relu] Layer a; Tensor Forward(Tensor x) => a(x);", "FUS012",
        "The value 'p' is never used in Forward, so it is not part of 'Net' and its weights are not loaded; use it or remove it")]
    [InlineData("[Parameter(8, 3)] Layer [|p|]; [Relu] Layer a; Tensor Forward(Tensor x) => a(p(x));", "FUS011",
        "The field 'p' carries the operation [Parameter] but is of type 'Layer'; declare it as 'Tensor p'")]
    [InlineData("[Parameter(3, Name = \"a.weight\")] Tensor p; [[|Conv(4, 3)|]] Layer a; Tensor Forward(Tensor x) => a(x + p);", "FUS041",
        "The parameter 'a.weight' is [4, 3, 3] here and [3] in an earlier operation, but one name stands for one tensor; give one of "
            + "the operations another Name")]
    [InlineData("[Parameter(8, 3), Relu] Tensor [|p|]; [Relu] Layer a; Tensor Forward(Tensor x) => a(x) + p;", "FUS011",
        "The field 'p' carries the operation [Relu] but is of type 'Tensor'; declare it as 'Layer p'")]
    [InlineData("[Parameter(\"[|n|]\", 3)] Tensor p; [Relu] Layer a; Tensor Forward(Tensor x) => a(x) + p;", "FUS021",
        "'n' is unknown in this expression; 'Net' has no parameters, so only constants, x (the layer's input) and functions of Math can be "
            + "used")]
    public Task Says_what_is_wrong(string body, string id, string message) =>
        Mistake.ExpectAsync($"[FusedNetwork(8, 3)] partial class Net {{ {body} }}", id, message);

    /// <summary>Each use of the block has a value of its own, unless its name says otherwise.</summary>
    [Theory]
    [InlineData("[Parameter(8, 3)] Tensor p;", "b.0.p b.1.p b.2.p")]
    [InlineData("[Parameter(8, 3, Name = \"q\")] Tensor p;", "b.0.q b.1.q b.2.q")]
    [InlineData("[Parameter(\"x.Length\", \"x.Channels\")] Tensor p;", "b.0.p b.1.p b.2.p")]
    [InlineData("[Parameter(8, 3, Name = \"/shared\")] Tensor p;", "shared")]
    public void A_block_that_repeats_has_one_each(string parameter, string names) => Assert.Equal(names, string.Join(' ', Lowered.Graph(
        $$"""
        [Block] class B { {{parameter}} Tensor Forward(Tensor x) => Relu(x + p); }
        [FusedNetwork(8, 3)] partial class Net { [Block<B>(Repeat = 3)] Layer b; }
        """).Parameters.Select(parameter => parameter.Name)));

    /// <summary>In its dimensions, x is what the block is applied to, whatever Forward calls it and makes of it.</summary>
    [Fact]
    public void Dimensions_follow_from_the_input_of_the_block() => Assert.Equal(
        "[2, 3, 5]",
        Lowered.Graph(
            """
            [FusedNetwork(2, 3, 5)] partial class Net
            {
                [Parameter("x.Height", "x.Width", "x.Channels")] Tensor p;
                [Conv(7, 1)] Layer conv;
                Tensor Forward(Tensor image) { var x = conv(image); return Concat(x, p); }
            }
            """).Parameters.First(parameter => parameter.Name == "p").Dimensions.ToString());

    /// <summary>A layer's weights as a value: one tensor, and nothing to warn of.</summary>
    [Theory]
    [InlineData("Tensor Forward(Tensor x) => MatMul(Relu(a(x)), p);",
        "[Linear(5)] Layer a; [Parameter(5, 3, Name = \"a.weight\")] Tensor p;")]
    [InlineData("Tensor Forward(Tensor x) => a(x + Gather(p, 1));",
        "[Linear(5)] Layer a; [Parameter(5, 3, Name = \"a.weight\")] Tensor p;")]
    [InlineData("Tensor Forward(Tensor x) => MatMul(x + q, p, transposeB: true);",
        "[Parameter(8, 3, Name = \"a.weight\")] Tensor p; [Parameter(8, 3, Name = \"a.weight\")] Tensor q;")]
    public async Task Tied_weights_are_one_tensor(string forward, string fields)
    {
        string source = $"[FusedNetwork(8, 3)] partial class Net {{ {fields} {forward} }}";
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(source)));
        Assert.Single(Lowered.Graph(source).Parameters, parameter => parameter.Name == "a.weight");
    }
}
