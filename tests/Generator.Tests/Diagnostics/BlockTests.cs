using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS030 to FUS042: blocks, and networks as a whole.</summary>
public class BlockTests
{
    [Fact]
    public Task Block_type_is_not_marked() => Mistake.ExpectAsync(
        "class B { [Relu] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { [Block<[|B|]>] Layer a; }",
        "FUS030",
        "'B' is not marked [Block], so [Block<B>] cannot apply it; put [Block] on the class 'B'", "", Project.Options);

    [Fact]
    public async Task Block_is_in_another_assembly()
    {
        const string Source = "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }";
        MetadataReference other = Project.Compile("[Block] public class B { [Relu] Layer a; }").WithAssemblyName("Other")
            .ToMetadataReference();
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile(Source).AddReferences(other)));
        Assert.Equal("FUS031", diagnostic.Id);
        Assert.Equal(
            "The block 'B' is in the assembly 'Other', where its source cannot be read; move or copy its declaration into this project",
            diagnostic.GetMessage());
        Assert.Equal(Source.IndexOf("B>", StringComparison.Ordinal), diagnostic.Location.SourceSpan.Start);
    }

    [Theory]
    [InlineData("[Block<B>(4, 3, true, [|5|])]",
        "The block 'B' takes 3 arguments, but this is number 4; its parameters are int width, double scale, bool wide")]
    [InlineData("[[|Block<B>|]]",
        "The block 'B' is applied without a value for its parameter 'width'; its parameters are int width, double scale, bool wide")]
    [InlineData("[Block<B>([|true|])]", "The parameter 'width' of the block 'B' is true, but a whole number was expected")]
    [InlineData("[Block<B>([|8.0|])]",
        "The parameter 'width' of the block 'B' is 8.0, a double, but a whole number (int) was expected; compute with whole numbers " +
        "only, or convert with (int)(…)")]
    [InlineData("[Block<B>(4, [|\"width: 3\"|])]", "The parameter 'width' of the block 'B' is given twice; give it once")]
    [InlineData("[Block<B>(\"4, depth: [|3|]\")]",
        "The block 'B' has no parameter 'depth'; its parameters are int width, double scale, bool wide")]
    [InlineData("[Block<B>(\"4, width: [|3|]\")]", "The parameter 'width' of the block 'B' is given twice; give it once")]
    [InlineData("[Block<B>(\"scale: 2, [|4|]\")]",
        "This argument of the block 'B' has no name, but follows 'scale'; name it too, or give it before; "
            + "its parameters are int width, double scale, bool wide")]
    [InlineData("[Block<B>(\"width: 2\", [|4|])]",
        "This argument of the block 'B' has no name, but follows 'width'; name it too, or give it before; "
            + "its parameters are int width, double scale, bool wide")]
    public Task Arguments_do_not_fit(string operation, string message)
    {
        operation = operation.Replace("[|\"width: 3\"|]", "\"width: [|3|]\"");
        return Mistake.ExpectAsync(
            $"[Block] class B(int width, double scale = 1, bool wide = false) {{ [Conv(\"width\", 3)] Layer a; }} [FusedNetwork(8, 8, " +
            $"3)] partial class Net {{ {operation} Layer a; }}",
            "FUS032",
            message);
    }

    [Fact]
    public Task Block_contains_itself() => Mistake.ExpectAsync(
        "[Block] class B { [[|Block<B>|]] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }",
        "FUS033",
        "The block 'B' contains itself with the same arguments, so it has no end; remove this use, or end the recursion with When and " +
        "a parameter that changes (found in 'a')");

    [Fact]
    public Task Block_contains_itself_with_ever_new_arguments() => Mistake.ExpectAsync(
        "[Block] class B(int n) { [[|Block<B>(\"n + 1\")|]] Layer a; " +
        "} [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(1)] Layer a; }",
        "FUS033",
        "The block 'B' contains itself without end: more than 64 blocks are nested; end the recursion with When (found in " +
        "'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.…')");

    [Fact]
    public async Task Recursion_that_ends_is_allowed() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[Block] class B(int n) { [Conv(4, 3), Block<B>(\"n - 1\", When = \"n > 0\")] Layer a; } [FusedNetwork(8, 8, 3)] partial class " +
        "Net { [Block<B>(5)] Layer a; }")));

    [Theory]
    [InlineData("0", "Repeat is 0, but 1 to 1000 were expected; use When to leave the block out")]
    [InlineData("-3", "Repeat is -3, but 1 to 1000 were expected; use When to leave the block out")]
    [InlineData("2000000000", "Repeat is 2000000000, but 1 to 1000 were expected; use fewer repetitions")]
    public Task Repeat_is_out_of_range(string repeat, string message) => Mistake.ExpectAsync(
        $"[Block] class B {{ [Conv(4, 3)] Layer a; }} " +
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Block<B>(Repeat = [|{repeat}|])] Layer a; }}",
        "FUS034",
        message);

    [Fact]
    public async Task Block_that_is_left_out_need_not_say_how_often_it_repeats() =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[Block] class B { [Conv(3, 3)] Layer a; } [Block] class C(int n) { [Block<B>(Repeat = \"n\", When = \"n > 0\"), Relu] Layer a; } "
        + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<C>(0), Block<C>(2)] Layer a; }")));

    /// <summary>There is no null among the values of declarations.</summary>
    [Theory]
    [InlineData("string? [|s|] = null", "string?")]
    [InlineData("int? [|s|] = null", "int?")]
    public Task Parameter_is_null_by_default(string parameter, string type) => Mistake.ExpectAsync(
        $"[Block] class B(int n, {parameter}) {{ [Conv(\"n\", 3)] Layer a; }}"
        + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(4)] Layer a; }",
        "FUS035",
        $"The parameter 's' of the block 'B' is of type '{type}' with the default null; "
        + "expected is int, double, float, bool, string, Activation or another enumeration of Fusion");

    [Fact]
    public async Task Parameter_of_an_unsupported_type_is_listed_by_its_name()
    {
        var found = await Project.DiagnoseAsync(Project.Compile(
            "[Block] class B(int n, int? k) { [Conv(\"n\", 3)] Layer a; }"
            + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(4, 2, 1)] Layer a; }"));
        Assert.Equal(["FUS032", "FUS035"], found.Select(diagnostic => diagnostic.Id).Order());
        Assert.EndsWith("its parameters are int n, k", found.Single(diagnostic => diagnostic.Id == "FUS032").GetMessage());
    }

    /// <summary>The value is there, under another name.</summary>
    [Fact]
    public Task Parameter_has_another_name() => Mistake.ExpectAsync(
        "[Block] class B(int w) { [Conv(\"w\", 3)] Layer a; }"
        + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(\"width: [|3|]\")] Layer a; }",
        "FUS032",
        "The block 'B' has no parameter 'width'; its parameters are int w");

    [Fact]
    public Task Block_with_an_ordinary_constructor_has_its_parameters() => Mistake.ExpectAsync(
        "[Block] class [|B|] { public B(int width) { } [Conv(\"width\", 3)] Layer a; }"
        + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(4)] Layer a; }",
        "FUS036",
        "The block 'B' has a constructor with a body; a block is an ordinary class whose parameters, if it has any, are those of its "
        + "primary constructor; write 'class B(int width)'");

    [Fact]
    public Task Parameter_is_of_an_unsupported_type() => Mistake.ExpectAsync(
        "[Block] class B(string[] [|names|]) { [Conv(4, 3)] Layer a; }",
        "FUS035",
        "The parameter 'names' of the block 'B' is of type 'string[]'; expected is int, double, float, bool, string, Activation or " +
        "another enumeration of Fusion",
        use: null,
        Project.Options);

    [Theory]
    [InlineData("(Activation)77", "77")]
    [InlineData("(Activation)(-1)", "-1")]
    public Task Parameter_has_a_default_that_is_no_member(string value, string found) => Mistake.ExpectAsync(
        $"[Block] class B(Activation [|a|] = {value}) {{ [Activate(\"a\")] Layer l; }} "
            + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }",
        "FUS035",
        $"The parameter 'a' of the block 'B' is of type 'Activation' with the default {found}; "
            + "expected is int, double, float, bool, string, Activation or another enumeration of Fusion");

    [Theory]
    [InlineData("[Block] class [|B|]<T> { [Conv(4, 3)] Layer a; }",
        "The block 'B' is generic, or nested in a generic type; a block is an ordinary class whose parameters, if it has any, are " +
        "those of its primary constructor; make it a class without type parameters")]
    [InlineData("[Block] abstract class [|B|] { [Conv(4, 3)] Layer a; }",
        "The block 'B' is abstract; a block is an ordinary class whose parameters, if it has any, are those of its primary " +
        "constructor; make it an ordinary class")]
    [InlineData("[Block] class [|B|] { [Conv(4, 3)] Layer a; public B(int width) { } }",
        "The block 'B' has a constructor with a body; a block is an ordinary class whose parameters, if it has any, are those of its " +
        "primary constructor; write 'class B(int width)'")]
    public Task Block_is_no_ordinary_class(string source, string message) =>
        Mistake.ExpectAsync(source, "FUS036", message, use: null, Project.Options);

    [Fact]
    public Task Loop_does_not_end() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { Tensor Forward(Tensor x) { [|for (int i = 0; i < 1; i = 0) { }|] return x; } }",
        "FUS040",
        "The loop has not ended after 99999 turns; check that its condition becomes false");

    private const string Hundred =
        "[Block] class Hundred { Tensor Forward(Tensor x) { for (int i = 0; i < 100; i++) x = Relu(x); return x; } } ";

    [Theory]
    [InlineData("[Block<Hundred>(Repeat = 100), [|Relu|]] Layer a;")]
    [InlineData("[Block<Hundred>(Repeat = 100)] Layer a; [[|Softmax|], Relu, Relu] Layer b;")]
    [InlineData("[Block<Hundred>(Repeat = 100)] Layer a; (Tensor, Tensor) Forward([Shape(4)] Tensor x, [Shape(4)] Tensor y) => " +
        "(a(x), [|Relu(y)|]);", "FusedNetwork")]
    public Task Too_many_operations(string members, string network = "FusedNetwork(4)") => Mistake.ExpectAsync(
        Hundred + $"[{network}] partial class Net {{ {members} }}",
        "FUS040",
        "The network has more than 10000 operations, for which too much code would be generated; use fewer repetitions",
        use: null, Project.Options);

    /// <summary>As many as are allowed; the inputs are none.</summary>
    [Fact]
    public async Task Operations_up_to_the_limit() => Assert.Empty(await Project.AnalyzeAsync(Project.Compile(
        Hundred + "[FusedNetwork] partial class Net { [Block<Hundred>(Repeat = 99)] Layer a; [Block<Hundred>] Layer b; " +
            "(Tensor, Tensor) Forward([Shape(4)] Tensor x, [Shape(4)] Tensor y) => (a(x), b(y)); }")));

    [Fact]
    public Task Two_parameters_have_one_name() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Name = \"conv\")] Layer a; [[|Conv(5, 3, Name = \"conv\")|]] Layer b; }",
        "FUS041",
        "The parameter 'conv.weight' is [5, 4, 3, 3] here and [4, 3, 3, 3] in an earlier operation, but one name stands for one " +
        "tensor; give one of the operations another Name");

    [Fact]
    public Task Layer_is_called_with_two_sizes() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [[|Conv(4, 3)|], Relu] Layer a; Tensor Forward(Tensor x) => a(a(x)); }",
        "FUS041",
        "The layer 'a' is called more than once, and its Conv gets (8, 8, 3) and then (8, 8, 4): the parameter 'a.weight' would be "
        + "[4, 3, 3, 3] and [4, 4, 3, 3], but a layer has its weights once; declare a second layer with these operations for the other "
        + "call, or call this one with equal sizes only");

    [Theory]
    [InlineData("[Conv(3, 3, Name = \"conv\")] Layer a; [[|Conv(3, 3, Name = \"conv\")|]] Layer b;", "Conv", "Conv", "Net", "conv.weight")]
    [InlineData("[Conv(3, 3, Name = \"conv\"), [|Conv(3, 3, Name = \"conv\")|]] Layer a;", "Conv", "Conv", "Net", "conv.weight")]
    [InlineData("[Conv(3, 3), BatchNorm] Layer conv1; [[|BatchNorm|]] Layer bn1;", "BatchNorm", "BatchNorm", "Net", "bn1.weight")]
    [InlineData("[BatchNorm(Name = \"p\")] Layer a; [[|PRelu(Name = \"p\")|]] Layer b;", "PRelu", "BatchNorm", "Net", "p.weight")]
    [InlineData("[[|SqueezeExcite(Reduction = 1, First = \"c\", Second = \"c\")|]] Layer a;", "Conv", "Conv", "Net", "a.c.weight")]
    [InlineData("[Prefix(\"p\"), Conv(3, 3)] Layer a; [Prefix(\"p\"), [|Conv(3, 3)|]] Layer b;", "Conv", "Conv", "Net", "p.weight")]
    public Task Two_layers_share_weights_because_of_a_name(string layers, string kind, string other, string place, string parameter) =>
        Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}",
        "FUS044",
        $"This {kind} and an earlier {other} in '{place}' both call a parameter '{parameter}', so that they share one tensor; "
        + "give one of them another Name or, if they are to share it, declare one layer and call it twice in Forward");

    [Theory]
    [InlineData("[Block<B>, Block<B>] Layer a;", "a.0", "a.1")]
    [InlineData("[Block<B>(Repeat = 2)] Layer a;", "a.0", "a.1")]
    [InlineData("[Block<B>(Repeat = 2, Name = \"a{index / 2}\")] Layer a;", "a.0", "a.1")]
    [InlineData("[Block<B>] Layer a; [Block<B>] Layer b;", "a", "b")]
    public Task Two_uses_of_a_block_share_weights_because_of_a_name(string layers, string first, string second) => Mistake.ExpectAsync(
        $"[Block] class B {{ [[|Conv(3, 3, Name = \"/conv\")|]] Layer x; }} [FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}",
        "FUS044",
        $"This Conv and an earlier Conv in '{first}' both call a parameter 'conv.weight', so that they share one tensor; "
        + $"give one of them another Name or, if they are to share it, "
        + $"declare one layer and call it twice in Forward (found in '{second}')");

    [Fact]
    public async Task Layer_that_is_called_twice_shares_its_weights() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[Block] class B { [Conv(3, 3), PRelu] Layer x; Tensor Forward(Tensor v) => x(x(v)); } "
        + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>, SqueezeExcite(Reduction = 1)] Layer a; "
        + "Tensor Forward(Tensor x) => a(x + a(x)); }")));

    [Theory]
    [InlineData("Conv(4, 3, Name = \"[|a..b|]\")", "The name 'a..b' has an empty part between its dots")]
    [InlineData("Conv(4, 3, Name = \"[|a.{n}|]\")", "The name 'a.' has an empty part between its dots")]
    [InlineData("Conv(4, 3, Name = \"[|{b}|]\")", "The name 'x{index}' contains a brace")]
    [InlineData("Conv(4, 3, Name = [|\"a\\nb\"|])", "The name 'a\uFFFDb' contains a line end or another control character")]
    [InlineData("Conv(4, 3, Name = [|\"a\\u2028b\"|])", "The name 'a\uFFFDb' contains a line end or another control character")]
    [InlineData("Conv(4, 3, Name = [|\"a\\u0085b\"|])", "The name 'a\uFFFDb' contains a line end or another control character")]
    [InlineData("Prefix(\"[|.a|]\"), Conv(4, 3)", "The name '.a' has an empty part between its dots")]
    [InlineData("SqueezeExcite(Reduction = 1, First = \"[|a.|]\")", "The name 'a.' has an empty part between its dots")]
    public Task Name_is_none(string attribute, string mistake) => Mistake.ExpectAsync(
        $"[Block] class B(string n = \"\", string b = \"x{{index}}\") {{ [{attribute}] Layer a; }} [FusedNetwork(8, 8, 3)] partial " +
        $"class Net {{ [Block<B>] Layer a; }}",
        "FUS045",
        mistake + "; a name is made of segments with dots between them, in which {expression} stands for a value (found in 'a')");

    [Fact]
    public Task Sizes_have_different_parameters() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3), [|FusedNetwork(16, 8, 3)|]] partial class Net { [Flatten, Linear(10)] Layer head; }",
        "FUS042",
        "With the size (16, 8, 3) the parameter 'head.weight' is [10, 384], but with (8, 8, 3) it is [10, 192]; the sizes share one " +
        "set of weights, so let no layer depend on them, for example with [GlobalAveragePool] before a linear layer");

    [Fact]
    public async Task Mistake_in_a_block_of_two_networks_is_reported_once()
    {
        const string Source = """
            [Block] class B(int width) { [Conv("width", 3, Groups = 2)] Layer a; }
            [FusedNetwork(8, 8, 3)] partial class First { [Block<B>(4)] Layer a; }
            [FusedNetwork(8, 8, 3)] partial class Second { [Block<B>(4)] Layer a; }
            """;
        Assert.Equal("FUS101", Assert.Single(await Project.DiagnoseAsync(Project.Compile(Source))).Id);
    }

    [Fact]
    public async Task Block_that_no_network_uses_is_read() =>
        Assert.Equal("FUS021", Assert
            .Single(await Project.DiagnoseAsync(Project.Compile("[Block] class B { [Conv(\"width\", 3)] Layer a; }"))).Id);
}
