using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS010 to FUS015: layers and Forward.</summary>
public class LayerTests
{
    private const string ReadOnce = "it is read at build time, where ";
    private const string Readable = "only calls of layers, of the functions of Ops and of methods of this project, arithmetic, locals, "
        + "arrays, conditions, and loops over block parameters and shapes can be read at build time";

    [Fact]
    public Task Layer_has_no_operation() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; Layer [|b|]; }",
        "FUS010",
        "The layer 'b' has no operation; put at least one attribute such as [Conv(64, 3)] or [Relu] on it, or remove the field");

    [Fact]
    public Task Operation_is_on_a_field_that_is_no_layer() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; [Conv(3, 3)] public int [|b|]; }",
        "FUS011",
        "The field 'b' carries the operation [Conv] but is of type 'int'; declare it as 'Layer b'");

    [Theory]
    [InlineData("class Layer;", "[Conv(3, 3)] Layer [|b|];", "Conv", "global::Layer", "Fusion.Layer")]
    [InlineData("class Layer;", "[Conv(3, 3)] int [|b|];", "Conv", "int", "Fusion.Layer")]
    [InlineData("namespace Mine { public class Layer; }", "[Relu] Mine.Layer [|b|];", "Relu", "global::Mine.Layer", "Layer")]
    public Task Another_type_is_called_Layer(string types, string field, string operation, string type, string layer) =>
        Mistake.ExpectAsync(
        $"{types} [FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Fusion.Layer a; {field} }}",
        "FUS011",
        $"The field 'b' carries the operation [{operation}] but is of type '{type}'; declare it as '{layer} b'",
        use: null,
        Project.Options);

    [Theory]
    [InlineData("[field: Conv(3, 3)] Layer [|b|] { get; }", "a property")]
    [InlineData("[field: Conv(3, 3)] Layer [|b|] { get; } Tensor Forward(Tensor x) => b(a(x));", "a property")]
    [InlineData("[Conv(3, 3)] static Layer [|b|];", "static")]
    [InlineData("[Conv(3, 3)] const Layer [|b|] = null;", "a constant")]
    [InlineData("[Conv(3, 3)] static Layer [|b|]; Tensor Forward(Tensor x) => b(a(x));", "static")]
    public Task Layer_is_no_ordinary_field(string member, string found) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; {member} }}",
        "FUS052",
        $"The layer 'b' is {found}, but a layer is an ordinary field: its attributes are read from there, and its weights belong to " +
        "one network; write 'Layer b;'",
        use: null,
        Project.Options.WithNullableContextOptions(NullableContextOptions.Disable));

    /// <summary>C# says that the attribute is on the wrong member, and Fusion what to write.</summary>
    [Fact]
    public async Task Layer_is_a_property_with_attributes()
    {
        var diagnostics = await Project.DiagnoseAsync(
            Project.Compile("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(3, 3)] Layer A { get; set; } }"));
        Assert.Equal(["CS0592", "FUS052"], diagnostics.Select(diagnostic => diagnostic.Id).Order());
    }

    [Theory]
    [InlineData("var [|y|] = a(x); return a(x);",
        "local 'y' of Forward is computed and never used; use it, or remove it (a discard, '_', takes the place of one of several)")]
    [InlineData("Tensor [|y|]; y = a(x); return a(x);",
        "local 'y' of Forward is computed and never used; use it, or remove it (a discard, '_', takes the place of one of several)")]
    [InlineData("var (y, [|z|]) = Split(a(x), 1, 2); return y;",
        "local 'z' of Forward is computed and never used; use it, or remove it (a discard, '_', takes the place of one of several)")]
    public Task Value_is_never_used(string body, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) {{ {body} }} }}", "FUS051",
        "The " + message);

    [Theory]
    [InlineData("ref")]
    [InlineData("in")]
    [InlineData("ref readonly")]
    public Task Input_is_passed_by_reference(string modifier) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(3, 3)] Layer a; Tensor Forward({modifier} Tensor [|x|]) => a(x); }}",
        "FUS015",
        $"The parameter 'x' of Forward is passed by '{modifier}'; Forward takes its inputs by value: write 'Tensor x'");

    [Fact]
    public Task Input_is_never_used() => Mistake.ExpectAsync(
        "[FusedNetwork] partial class Net { [Conv(3, 3)] Layer a; Tensor Forward([Shape(8, 8, 3)] Tensor x, [Shape(8, 8, 3)] Tensor " +
        "[|y|]) => a(x); }",
        "FUS051",
        "The input 'y' of Forward is never used; use it, or remove it",
        use: null,
        Project.Options);

    [Theory]
    [InlineData("Tensor [|forward|](Tensor x) => Relu(a(x));", "forward", "'Net' has none; did you mean 'Forward'?")]
    [InlineData("(Tensor p, Tensor q) [|Froward|](Tensor x) => (a(x), x);", "Froward", "'Net' has none; did you mean 'Forward'?")]
    [InlineData(
        "Tensor Forward(Tensor x) => a(x); static Tensor [|Twice|](Tensor x) => x + x;",
        "Twice", "does not call it; call it there, or remove it")]
    public Task Method_is_never_used(string methods, string name, string mend) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(3, 3)] Layer a; {methods} }}",
        "FUS053",
        $"The method '{name}' of 'Net' takes and returns tensors but is never used: the network computes what Forward says, and {mend}");

    [Fact]
    public Task Method_of_a_block_is_never_used() => Mistake.ExpectAsync(
        "[Block] class B { [Conv(3, 3)] Layer a; Tensor [|Foward|](Tensor x) => Relu(a(x)); }"
        + " [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }",
        "FUS053",
        "The method 'Foward' of 'B' takes and returns tensors but is never used: the network computes what Forward says, "
        + "and 'B' has none; did you mean 'Forward'?");

    [Theory]
    [InlineData("var (y, _) = Split(a(x), 1, 2); return y;")]
    [InlineData("int n = 0; for (int i = 0; i < 2; i++) { n += i; var y = a(x); x = y; } return n == 1 ? x : a(x);")]
    public async Task Values_that_are_used_are_not_reported(string body) => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(3, 3)] Layer a; Tensor Forward(Tensor x) {{ {body} }} }}")));

    [Fact]
    public Task Layer_is_never_used() => Mistake.ExpectAsync(
        """
        [FusedNetwork(8, 8, 3)]
        partial class Net
        {
            [Conv(4, 3)] Layer a;
            [Conv(4, 3)] Layer [|b|];

            Tensor Forward(Tensor x) => a(x);
        }
        """,
        "FUS012",
        "The layer 'b' is never called in Forward, so it is not part of 'Net' and its weights are not loaded; call it or remove it");

    [Theory]
    [InlineData("[|p|](x)",
        "'p' is not a layer of 'Net': it is a property; call a field of type Layer that this class declares with operations")]
    [InlineData("[|Other.shared|](x)",
        "'shared' is not a layer of 'Net': it belongs to 'Other'; call a field of type Layer that this class declares with operations")]
    public Task Layer_is_unknown(string expression, string message) => Mistake.ExpectAsync(
        $$"""
        static class Other { public static Layer shared = x => x[0]; }

        [FusedNetwork(8, 8, 3)]
        partial class Net
        {
            Layer p => a;
            [Relu] Layer a;

            Tensor Forward(Tensor x) => a({{expression}});
        }
        """,
        "FUS013",
        message);

    [Theory]
    [InlineData("return x.Channels > [|Convert.ToInt32(true)|] ? a(x) : x;",
        "a call of 'ToInt32', which is neither a layer, nor a function of Ops, nor a method "
        + "of this project", "write its steps here, or make it a method of this project")]
    [InlineData("[|lock (x) { }|] return x;", "a lock statement", "write the statements without lock",
        ReadOnce + "there is one thread")]
    [InlineData("[|switch (x.Channels) { default: return x; }|]", "a switch statement",
        "use if, or a switch expression such as 'y = kind switch { 1 => a(x), _ => b(x) }'",
        "of the two forms of switch, expressions can be read at build time")]
    [InlineData("foreach (char c in [|\"abc\"|]) x = a(x); return x;", "foreach over something that is no array",
        "loop over an array, such as the result of Split, or with 'for (int i = 0; i < n; i++)'",
        "foreach runs over arrays, of which the elements are known")]
    [InlineData("Func<Tensor, Tensor> twice = [|y => y + y|]; return twice(x);", "a lambda",
        "write a method or a local function", "only methods can be called")]
    [InlineData("var all = [|new System.Collections.Generic.List<Tensor>()|]; return all[0];",
        "a new object, 'new System.Collections.Generic.List<Tensor>()'",
        "use an array: '[.. all, y]' is 'all' with one element more", ReadOnce + "there are no objects but tensors, numbers and arrays")]
    [InlineData("return x.Channels is [|var n|] && n > 3 ? a(x) : x;", "a var pattern", "rewrite it with these")]
    [InlineData("return x.Channels == [|Environment.ProcessorCount|] ? a(x) : x;",
        "'Environment.ProcessorCount', which is neither a shape nor a constant", "make it a block parameter or a constant")]
    [InlineData("[|Console.WriteLine(\"here\")|]; return x;", "a call whose result it does not use",
        "assign the result to a local, or remove the call", "a call does nothing but return a value")]
    [InlineData("[|try { return a(x); } finally { }|]", "a try statement",
        "write the statements without try", ReadOnce + "nothing is thrown that could be caught")]
    [InlineData("[|for (int i = 0, j = 3; i < j; i++) x = a(x);|] return x;", "a loop of an unusual form",
        "write 'for (int i = 0; i < n; i++)', or a while loop",
        "for loops declare one variable, compare it, and step it")]
    public Task Forward_uses_unsupported_syntax(string body, string found, string mend, string reason = Readable) => Mistake.ExpectAsync(
            $$"""
            [FusedNetwork(8, 8, 3)]
            partial class Net
            {
                [Conv(3, 3)] Layer a;

                Tensor Forward(Tensor x)
                {
                    {{body}}
                }
            }
            """,
            "FUS014",
            $"Forward uses {found}, but {reason}; {mend}");

    [Theory]
    [InlineData("[|int|] Forward(Tensor x) => 3;",
        "Forward of 'Net' returns 'int'; return Tensor or, for several outputs, a tuple such as (Tensor boxes, Tensor scores)")]
    [InlineData("[|(Tensor, int)|] Forward(Tensor x) => (x, 3);",
        "Forward of 'Net' returns '(Tensor, int)'; return Tensor or, for several outputs, a tuple such as (Tensor boxes, Tensor scores)")]
    [InlineData("Tensor Forward(Tensor x, int [|n|]) => a(x);",
        "The parameter 'n' of Forward is of type 'int'; Forward takes values of type Tensor: make a number a parameter of the block")]
    [InlineData("Tensor Forward[|()|] => null!;",
        "Forward of 'Net' takes 0 tensors; a network needs an input: write 'Tensor Forward(Tensor x)'")]
    [InlineData("Tensor Forward(Tensor x) => a(x); Tensor [|Forward|](Tensor x, Tensor y) => a(x);",
        "'Net' has 2 methods Forward, but its topology is one; remove the others")]
    public Task Forward_has_a_wrong_signature(string forward, string message) => Mistake.ExpectAsync(
        $$"""
        [FusedNetwork(8, 8, 3)]
        partial class Net
        {
            [Conv(3, 3)] Layer a;
            {{forward}}
        }
        """,
        "FUS015",
        message,
        use: null,
        Project.Options);

    [Theory]
    [InlineData("[|int[]|] Forward(Tensor x) => [1];",
        "Forward of 'B' returns 'int[]'; return Tensor or, for several outputs, a tuple such "
        + "as (Tensor boxes, Tensor scores)")]
    [InlineData("Tensor Forward(Tensor[] [|x|], Tensor y) => y + x[0];", "The parameter 'x' of Forward is an array, and others follow it; "
        + "put it last: it takes all tensors that are left")]
    [InlineData("Tensor Forward(Tensor x, Tensor? [|y|] = null) => x + y!;",
        "The parameter 'y' of Forward has a default value; a call gives "
        + "every tensor: remove the default, and write a second block where a tensor is missing")]
    [InlineData("Tensor Forward[|()|] => null!;",
        "Forward of 'B' takes 0 tensors; a block needs an input: write 'Tensor Forward(Tensor x)'")]
    public Task Forward_of_a_block_has_a_wrong_signature(string forward, string message) => Mistake.ExpectAsync(
        $"[Block] class B {{ {forward} }}", "FUS015", message, use: null, Project.Options);

    /// <summary>What C# says about a mistake is enough.</summary>
    [Theory]
    [InlineData("Tensor Forward(Tensor x) => nothing(x);", "CS0103")]
    [InlineData("Tensor Forward(Tensor x) => a(3);", "CS1503")]
    [InlineData("Tensor Forward(Tensor x) => x.Depth;", "CS1061")]
    [InlineData("Tensor Forward(Tensor x) { var y = a(x); }", "CS0161")]
    [InlineData("[Cnov(3, 3)] Layer b;", "CS0246")]
    [InlineData("[Conv(3)] Layer b;", "CS7036")]
    public async Task Mistake_that_the_compiler_reports_is_reported_once(string member, string id)
    {
        string source = $$"""
            [FusedNetwork(8, 8, 3)]
            partial class Net
            {
                [Conv(3, 3)] Layer a;
                {{member}}
            }

            class User { void Use(float[] a) => Net.Load("").Run(a, a); }
            """;
        var diagnostics = await Project.DiagnoseAsync(Project.Compile(source));
        Assert.All(diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.NotEmpty(diagnostics);
    }
}
