using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS017 to FUS019, FUS026, FUS037 to FUS039: several tensors, methods, arrays of layers, networks of a block.</summary>
public class LanguageTests
{
    private const string Blocks =
        "[Block] class Up { [Conv(3, 3)] Layer c; Tensor Forward(Tensor x, Tensor skip) => c(Concat(x, skip)); } "
        + "[Block] class Se { [Relu] Layer r; (Tensor y, Tensor gate) Forward(Tensor x) => (r(x), x); } ";

    [Theory]
    [InlineData("[Block<Se>] [|Layer|] a; Tensor Forward(Tensor x) => Relu(a(x));",
        "The layer 'a' is declared as 'Layer', but the block 'Se' returns '(Tensor y, Tensor gate)'; declare it as "
            + "'Layer<(Tensor y, Tensor gate)>'")]
    [InlineData("[Block<Se>] [|Layer<(Tensor gate, Tensor y)>|] a; Tensor Forward(Tensor x) => a(x).y;",
        "The layer 'a' is declared as 'Layer<(Tensor gate, Tensor y)>', but the block 'Se' returns '(Tensor y, Tensor gate)'; "
            + "declare it as 'Layer<(Tensor y, Tensor gate)>'")]
    [InlineData("[Block<Se>, Repeat(2)] [|Layer<Tensor[]>[]|] a; Tensor Forward(Tensor x) => a[0](x)[0];",
        "The layer 'a' is declared as 'Layer<Tensor[]>[]', but the block 'Se' returns '(Tensor y, Tensor gate)'; declare it as "
            + "'Layer<(Tensor y, Tensor gate)>[]'")]
    [InlineData("[Block<Up>, Relu] [|Layer<(Tensor, Tensor)>|] a; Tensor Forward(Tensor x) => a(x, x).Item1;",
        "The layer 'a' is declared as 'Layer<(Tensor, Tensor)>', but its last operation returns 'Tensor'; declare it as 'Layer'")]
    [InlineData("[JointSqueezeExcite] [|Layer|] a; Tensor Forward(Tensor x) => a(x, x);",
        "The layer 'a' is declared as 'Layer', but its last operation returns '(Tensor, Tensor)'; declare it as "
            + "'Layer<(Tensor, Tensor)>'")]
    public Task Layer_has_another_type(string members, string message) => Expect(members, "FUS017", message);

    /// <summary>The names of a tuple are the reader's, unless one is another value's.</summary>
    [Theory]
    [InlineData("Layer<(Tensor p, Tensor q)>", "a(x).p")]
    [InlineData("Layer<(Tensor y, Tensor q)>", "a(x).q")]
    [InlineData("Layer<(Tensor, Tensor)>", "a(x).Item1")]
    public async Task Layer_names_its_values(string type, string value) => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        $"{Blocks}[FusedNetwork(8, 8, 3)] partial class Net {{ [Block<Se>] {type} a; Tensor Forward(Tensor x) => Relu({value}); }}")));

    [Theory]
    [InlineData("[Block<Up>] Layer a; Tensor Forward(Tensor x) => [|a(x)|];",
        "The layer 'a' is called with one tensor, but the block 'Up' takes 2 tensors; call it as in 'a(x, skip)'")]
    [InlineData("[Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => [|a(x, x)|];",
        "The layer 'a' is called with 2 tensors, but Conv takes one tensor; call it as in 'a(x)'")]
    [InlineData("[Conv(3, 3)] Layer a; Tensor Forward(Tensor x) => [|a()|] + x;",
        "The layer 'a' is called with no tensor; give it one, as in 'a(x)'")]
    [InlineData("[Conv(3, 3)] Layer a; [[|Block<Up>|]] Layer b;",
        "The block 'Up' takes 2 tensors, but there is one here; put it into a layer of its own, and call that in Forward")]
    [InlineData("[Conv(3, 3), [|Block<Up>|]] Layer a; Tensor Forward(Tensor x) => a(x);",
        "The block 'Up' takes 2 tensors, but there is one here; put it into a layer of its own, and call that in Forward")]
    [InlineData("[Block<Se>, [|Relu|]] Layer a; Tensor Forward(Tensor x) => a(x);",
        "Relu takes one tensor, but there are 2 here; put it into a layer of its own, and call that in Forward")]
    public Task Layer_takes_another_number_of_tensors(string members, string message) => Expect(members, "FUS037", message);

    [Theory]
    [InlineData("T Same<T>(T x) => x;", "[|Same(x)|]", "Same", "is generic, or in a generic type, so that",
        "write it for the types that it is called with")]
    [InlineData("internal static Tensor Half(Tensor x, long f) => f > 0 ? x : Relu(x);", "[|Half(x, 1)|]", "Half",
        "has the parameter 'f' of type 'long', so that",
        "use int, double, float, bool, string, an enumeration, Tensor, Layer, or an array or tuple of these")]
    [InlineData("internal static Tensor Out(Tensor x, out Tensor y) => y = x;", "Relu(x) + [|Out(x, out _)|]", "Out",
        "passes 'y' by 'out', so that",
        "pass and return values")]
    public Task Method_cannot_be_called(string method, string call, string name, string found, string mend) => Expect(
        $"[Relu] Layer a; Tensor Forward(Tensor x) => a({call}); {method}",
        "FUS018", $"The method '{name}' {found} it cannot be called in a declaration; {mend}");

    [Theory]
    [InlineData("[|Own(3)|]", "Own", "is no static method, and an expression string belongs to no object", "make it static")]
    [InlineData("[|Act(x)|]", "Act", "computes tensors, and an expression string numbers", "call it in Forward")]
    [InlineData("[|Two(3)|]", "Two", "takes other arguments: (int a, int b)", "give it these")]
    [InlineData("[|Over(3)|]", "Over", "has several overloads that take these arguments", "give the methods different names")]
    public Task Text_cannot_call_a_method(string call, string name, string found, string mend) => Expect(
        $"[Conv(\"{call}\", 3)] Layer a; int Own(int n) => n; internal static Tensor Act(Tensor x) => x; "
            + "static int Two(int a, int b) => a + b; "
            + "static int Over(int n) => n; static int Over(double n) => 1;",
        "FUS018", $"The method '{name}' {found}, so that it cannot be called in a declaration; {mend}");

    [Theory]
    [InlineData("[Conv(\"[|1 / Zero()|]\", 3)] Layer a; static int Zero() => 0;", "FUS024",
        "The expression divides by zero; check the values that the block is given")]
    [InlineData("[Conv(\"Half(4)\", 3)] Layer a; static int Half(int n) => [|n / (n - 4)|];", "FUS024",
        "The expression divides by zero; check the values that the block is given")]
    [InlineData("[Conv(\"Half([|4.5|])\", 3)] Layer a; static int Half(int n) => n / 2;", "FUS023",
        "The parameter 'n' of 'Half' is 4.5, a double, but a whole number (int) was expected; compute with whole numbers only, or convert "
            + "with (int)(…)")]
    [InlineData("[Conv(\"Endless(4)\", 3)] Layer a; static int Endless(int n) => [|Endless(n + 1)|];", "FUS033",
        "The method 'Endless' calls itself without end: more than 64 calls are nested; end the recursion with a condition that becomes "
            + "false")]
    [InlineData("[Conv(\"Loop()\", 3)] Layer a; static int Loop() { int n = 0; [|while (n >= 0) n++;|] return n; }", "FUS040",
        "The loop has not ended after 49998 turns; check that its condition becomes false")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => Add(a(x), Slice(x, 0, 2)); internal static Tensor Add(Tensor a, Tensor b) " +
        "=> [|a + b|];",
        "FUS101", "Add: the left side is (8, 8, 3), the right side (8, 8, 2), but both must have the same number of channels. "
            + "Give the layer that makes the one with 2 channels 3 outputs, or project the other with a 1x1 Conv")]
    [InlineData("[Conv(\"Check(x.Channels)\", 3)] Layer a; static int Check(int n) => n == 4 ? n : throw [|new " +
        "ArgumentException($\"{n} is not 4\")|];",
        "FUS026", "3 is not 4")]
    [InlineData(
        "[Conv(4, 3)] Layer a; Tensor Forward(Tensor x) { if (x.Rank != 1) throw [|new ArgumentOutOfRangeException(nameof(x), \"one\")|]; "
        + "return a(x); }", "FUS026", "one")]
    [InlineData("[Conv(\"[|x.Rank switch { 2 => 4, 1 => 5 }|]\", 3)] Layer a;", "FUS026",
        "No arm of this switch expression is meant for the value; add an arm '_'")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) { var all = new Tensor[2]; all[0] = x; return a([|all[1]|]); }", "FUS023",
        "The element 1 has no value yet; assign one before it is used")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a([|Split(x, 3)[^4]|]);", "FUS023",
        "The index is -1, but there are 3 elements; use 0 to 2")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(Concat([|Split(x, 3)[2..4]|]));", "FUS023",
        "The range from 2 to 4 is no part of the array, which has 3 elements")]
    [InlineData("[Relu, Repeat(2)] Layer[] a; Tensor Forward(Tensor x) => [|a[2]|](x);", "FUS023",
        "The index is 2, but there are 2 layers; use 0 to 1")]
    public Task Mistake_is_found_where_it_is(string members, string id, string message) => Expect(members, id, message);

    [Theory]
    [InlineData("[Relu] Layer[] [|a|];",
        "The array of layers 'a' does not say how many there are; write [Repeat(3)] with their number on it")]
    [InlineData("[Relu, [|Repeat(2)|]] Layer a;", "'a' is one layer, but has a Repeat; declare it as 'Layer[] a', or remove [Repeat]")]
    public Task Repeat_is_missing_or_too_much(string member, string message) => Expect(member, "FUS038", message);

    [Theory]
    [InlineData("[Relu, Repeat([|-1|])] Layer[] a;", "FUS034", "Repeat is -1, but 0 to 1000 were expected; compute a greater one")]
    [InlineData("[Relu, Repeat([|1001|])] Layer[] a;", "FUS034", "Repeat is 1001, but 0 to 1000 were expected; use fewer repetitions")]
    [InlineData("[Relu, Repeat(\"[|n|]\")] Layer[] a;", "FUS021",
        "'n' is unknown in this expression; 'Net' has no parameters, so only constants, x (the layer's input) and functions of Math "
            + "can be used")]
    [InlineData("[Relu, Repeat(\"[|x.Channels|]\")] Layer[] a; Tensor Forward(Tensor x) { foreach (var f in a) x = f(x); return x; }",
        "FUS021",
        "'x' is unknown in this expression: how many layers an array has is known before any is called; use a parameter of the block")]
    public Task Number_of_layers_is_wrong(string member, string id, string message) => Expect(member, id, message);

    [Theory]
    [InlineData("[[|Continue(\"b\")|], Conv(3, 1)] Layer a; [Conv(3, 1)] Layer b;",
        "'a' goes on in the numbering of 'b', but no layer of this "
        + "name stands before it; name one that does, as in [Continue(nameof(low))]")]
    [InlineData("[Conv(3, 1)] Layer a; [Prefix(\"p\"), [|Continue(\"a\")|], Conv(3, 1)] Layer b;",
        "'b' has a Prefix, but goes on in the numbering of 'a', whose prefix it has; remove its Prefix")]
    [InlineData("[Conv(3, 1)] Layer a; [Continue(\"a\"), Conv(3, 1)] Layer b; [[|Continue(\"a\")|], Conv(3, 1)] Layer c;",
        "'c' goes on in the numbering of 'a', and so does another layer; let it go on after that one")]
    [InlineData("[Conv(3, 1), Repeat(2)] Layer[] a; [[|Continue(\"a\")|], Conv(3, 1)] Layer b;",
        "'b' goes on in the numbering of 'a', but an array of layers numbers its layers; use one layer each")]
    [InlineData("[Conv(3, 1)] Layer a; [Continue(\"a\"), Conv(3, 1)] Layer [|b|]; Tensor Forward(Tensor x) => a(b(x));",
        "The numbering of 'b' goes on after that of 'a', which is not known, because 'a' has not been called yet; call 'a' first")]
    public Task Numbering_cannot_go_on(string members, string message) => Expect(members, "FUS019", message);

    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3), [|With<B>(4)|]] partial class Net { [Relu] Layer a; }",
        "FUS039", "'Net' is made of a block by [With], but has layers or a Forward of its own; remove them, or [With]")]
    [InlineData("[FusedNetwork(8, 8, 3), With<B>([|true|])] partial class Net;",
        "FUS032", "The parameter 'n' of the block 'B' is true, but a whole number was expected")]
    [InlineData("[FusedNetwork(8, 8, 3), With<B>(\"m: [|4|]\")] partial class Net;",
        "FUS032", "The block 'B' has no parameter 'm'; its parameters are int n")]
    [InlineData("[FusedNetwork(8, 8, 3), With<[|string|]>(4)] partial class Net;", "FUS030",
        "'string' is not marked [Block], so [Block<string>] cannot apply it; put [Block] on the class 'string'")]
    public Task Network_of_a_block_is_wrong(string network, string id, string message) =>
        Mistake.ExpectAsync("[Block] class B(int n) { [Conv(\"n\", 3)] Layer a; } " + network, id, message);

    private static Task Expect(string members, string id, string message) =>
        Mistake.ExpectAsync($"{Blocks}[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}", id, message);
}
