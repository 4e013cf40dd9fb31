using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS014, FUS015 and FUS018: each thing in Forward that has a sentence of its own.</summary>
public class ForwardSyntaxTests
{
    private const string Readable = "only calls of layers, of the functions of Ops and of methods of this project, arithmetic, locals, "
        + "arrays, conditions, and loops over block parameters and shapes can be read at build time";

    private const string Types = "int, double, float, bool, string, an enumeration, Tensor, Layer, or an array or tuple of these";

    [Theory]
    [InlineData("Tensor Forward(Tensor x) => Tap(a(x), $\"d[|{1:00}|]\");", "a format in an interpolated string", "rewrite it with these")]
    [InlineData("Tensor Forward(Tensor x) => Tap(a(x), $\"d[|{1,2}|]\");", "a format in an interpolated string", "rewrite it with these")]
    [InlineData("Tensor w = null!; Tensor Forward(Tensor x) => a(x + [|w|]);", "the field 'w', which is no [Parameter] of 'Net'",
        "annotate it with its dimensions, as in '[Parameter(10, 10, 1)]'")]
    [InlineData("int n = 3; Tensor Forward(Tensor x) => x.Channels == [|n|] ? a(x) : x;",
        "'n', which is neither a local, a block parameter nor a constant", "make it a block parameter or a constant")]
    [InlineData("static int n = 3; Tensor Forward(Tensor x) => x.Channels == [|Net.n|] ? a(x) : x;",
        "'Net.n', which is neither a shape nor a constant", "make it a block parameter or a constant")]
    [InlineData("static readonly long n = 3; Tensor Forward(Tensor x) => a(x) * [|n|];", "'n', a constant of type 'long'", "use " + Types,
        "such values cannot be read at build time")]
    [InlineData("Tensor Forward(Tensor x) => a(x) * [|Math.Cbrt(x.Width)|];", "a call of 'Math.Cbrt'", "use these, or a constant",
        "of the functions of Math only Abs, Acos, Asin, Atan, Atan2, Ceiling, Clamp, Cos, Cosh, Exp, Floor, Log, Log10, Log2, Max, Min, "
            + "Pow, Round, Sign, Sin, Sinh, Sqrt, Tan, Tanh, Truncate can be computed at build time")]
    [InlineData("Func<Tensor, Tensor> f = y => y; Tensor Forward(Tensor x) => a([|f(x)|]);",
        "a call of 'f', which is neither a layer nor a function of Ops", "rewrite it with these")]
    [InlineData("Func<Tensor, Tensor> f = y => y; Tensor Forward(Tensor x) => a([|f.Invoke(x)|]);",
        "a call of 'f.Invoke', which is a delegate", "write a method or a local function")]
    [InlineData("Tensor Forward(Tensor x) => [|a.Invoke(x)|];", "'a.Invoke'", "call the layer itself, as in 'conv(x)'")]
    [InlineData("Tensor Forward(Tensor x) { Func<Tensor, Tensor> f = [|delegate (Tensor y) { return y; }|]; return f(a(x)); }",
        "a lambda", "write a method or a local function", "only methods can be called")]
    [InlineData("Tensor Forward(Tensor x) => a(x.Channels > 2 ? x : [|null|]!);", "null",
        "give every tensor and number a value, and leave the test out", "no tensor or number is ever null")]
    [InlineData("Tensor Forward(Tensor x) => a(([|x ?? x|])!);", "'??'", "leave the right side out",
        "no tensor or number is ever null")]
    public Task Forward_uses(string members, string found, string mend, string reason = Readable) => Expect(
        members, "FUS014",
        $"Forward uses {found}, but {reason}; {mend}");

    [Theory]
    [InlineData("async System.Threading.Tasks.Task<Tensor> [|Forward|](Tensor x) "
        + "{ await System.Threading.Tasks.Task.Yield(); return a(x); }", "async")]
    [InlineData("Tensor [|Forward|]<T>(Tensor x) => a(x);", "generic")]
    public Task Forward_is_no_ordinary_method(string forward, string found) =>
        Expect(forward, "FUS015", $"Forward of 'Net' is {found}; declare it as an ordinary method", use: null);

    [Theory]
    [InlineData("static readonly Other o = new(); Tensor Forward(Tensor x) => a([|o.Own(x)|]);", "Own",
        "is no static method, and belongs to 'Other'", "make it static")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"m\")] static extern Tensor Ext(Tensor x); "
        + "Tensor Forward(Tensor x) => a([|Ext(x)|]);", "Ext", "has no body that could be read", "write an ordinary method")]
    [InlineData("static Tensor s = null!; static ref Tensor Ref(Tensor x) => ref s; Tensor Forward(Tensor x) => a([|Ref(x)|]);", "Ref",
        "returns a reference", "return the value")]
    [InlineData("static Tensor s = null!; static ref readonly Tensor Ref(Tensor x) => ref s; Tensor Forward(Tensor x) => a([|Ref(x)|]);",
        "Ref", "returns a reference", "return the value")]
    [InlineData("static Tensor Named(Tensor x, string? name = null) => x; Tensor Forward(Tensor x) => a([|Named(x)|]);", "Named",
        "has a parameter 'name' that is null where it is not given", "write a second method without it")]
    [InlineData("Tensor Forward(Tensor x) => a([|x.Any()|]);", "Any", "has the parameter 'o' of type 'object'", "use " + Types)]
    [InlineData("static long Long(int n) => n; Tensor Forward(Tensor x) => [|Long(3)|] > 2 ? a(x) : x;", "Long",
        "returns 'long'", "return " + Types)]
    [InlineData("static (Tensor, long) Two(Tensor x) => (x, 2); Tensor Forward(Tensor x) => a([|Two(x)|].Item1);", "Two",
        "returns '(Tensor, long)'", "return " + Types)]
    [InlineData("static Tensor Grid(Tensor[,] x) => x[0, 0]; Tensor Forward(Tensor x) => a([|Grid(new[,] { { x } })|]);", "Grid",
        "has the parameter 'x' of type 'Tensor[,]'", "use " + Types)]
    public Task Method_cannot_be_called(string members, string name, string found, string mend) => Expect(
        members, "FUS018", $"The method '{name}' {found}, so that it cannot be called in a declaration; {mend}");

    [Theory]
    [InlineData("[|Void(3)|]", "Void", "returns nothing", "return what it computes")]
    [InlineData("[|Environment.Exit(3)|]", "Exit", "is in the assembly 'System.Private.CoreLib', where its source cannot be read",
        "move or copy it into this project")]
    [InlineData("[|Tensors(3)|]", "Tensors", "computes tensors, and an expression string numbers", "call it in Forward")]
    [InlineData("[|Pair(3)|]", "Pair", "computes tensors, and an expression string numbers", "call it in Forward")]
    public Task Text_cannot_call(string call, string name, string found, string mend) => Expect(
        $"[Conv(\"{call}\", 3)] Layer b; static void Void(int n) {{ }} static Tensor[] Tensors(int n) => []; "
            + "static (Tensor, Tensor) Pair(int n) => (null!, null!); Tensor Forward(Tensor x) => a(b(x));",
        "FUS018", $"The method '{name}' {found}, so that it cannot be called in a declaration; {mend}");

    /// <summary>The other layer may be called in what cannot be read.</summary>
    [Fact]
    public Task Method_is_not_read_whole() => Expect(
        "[Relu] Layer b; Tensor Forward(Tensor x) => Own(x); Tensor Own(Tensor x) { [|lock (this) { x = b(x); }|] return a(x); }", "FUS014",
        "'Own' uses a lock statement, but it is read at build time, where there is one thread; write the statements without lock");

    /// <summary>What the block's Forward returns is reported there, and not at the layer.</summary>
    [Fact]
    public Task Forward_of_a_block_returns_no_tensor() => Mistake.ExpectAsync(
        "[Block] class B { [Relu] Layer r; [|int|] Forward(Tensor x) => 3; } [Block] class C { [Block<B>] Layer b; }", "FUS015",
        "Forward of 'B' returns 'int'; return Tensor or, for several outputs, a tuple such as (Tensor boxes, Tensor scores)", use: null,
        Project.Options);

    /// <summary>As in C#, what takes any number of values comes last, and overloads are different methods.</summary>
    [Theory]
    [InlineData("[Conv(\"Wide(5)\", 3)] Layer b; static int Wide(int n) => n; static int Wide(int n, params int[] more) => 1;", 5)]
    [InlineData("[Conv(7, 3)] Layer b; Tensor Forward(Tensor x) => Own(Own(a(x), 2)); Tensor Own(Tensor x) => b(x); "
        + "Tensor Own(Tensor x, int n) => x;", 7)]
    public void Overload_is_the_one_that_is_called(string members, int channels)
    {
        var graph = Lowered.Graph($"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; {members} }}");
        Assert.Equal($"(8, 8, {channels})", graph.Nodes[graph.Outputs.Single().Node].Shape.ToString());
    }

    [Fact]
    public Task Field_without_operations_goes_on_in_a_numbering() => Expect(
        "[[|Continue(\"a\")|]] public int b = 1;", "FUS019", "'b' goes on in a numbering, but is no layer; put operations on it");

    [Theory]
    [InlineData("Tensor Forward(params Tensor[] x) => r(x[0]);")]
    [InlineData("Tensor[] Forward(Tensor x) => [r(x), x];")]
    public Task Network_of_a_block_with_an_array(string forward) => Mistake.ExpectAsync(
        $"[Block] class B {{ [Relu] Layer r; {forward} }} [FusedNetwork(8, 8, 3), [|With<B>|]] partial class Net;", "FUS039",
        "'Net' is made of a block that takes or returns an array of tensors; let its Forward take each tensor as a parameter, and return "
            + "a tuple");

    [Theory]
    [InlineData("int n, [|string s = null|]", "s", "string", " with the default null")]
    [InlineData("[|ref int n|]", "n", "ref int", "")]
    [InlineData("[|params int[] n|]", "n", "params int[]", "")]
    [InlineData("[|Activation n = (Activation)77|]", "n", "Activation", " with the default 77")]
    public async Task Parameter_of_a_block(string parameters, string name, string type, string suffix)
    {
        string block = $"[Block] class B({parameters.Replace("[|", "").Replace("|]", "")}) {{ [Relu] Layer a; }}";
        var diagnostic = Assert.Single(await Project.DiagnoseAsync(Project.Compile("#nullable disable\n" + block)));
        Assert.Equal("FUS035", diagnostic.Id);
        Assert.Contains($"'{name}'", diagnostic.GetMessage());
        Assert.Contains($"of type '{type}'{suffix}", diagnostic.GetMessage());
    }

    /// <summary>As an editor has it: the other project is there with its source, which is not this one's.</summary>
    [Theory]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(Far.Own(x));", "FUS014",
        "a call of 'Own', which is neither a layer, nor a function of Ops, nor a method of this project")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(x.Own());", "FUS014",
        "a call of 'Own', which is neither a layer, nor a function of Ops, nor a method of this project")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => x.Channels == Far.Width ? a(x) : x;", "FUS014",
        "'Far.Width', which is neither a shape nor a constant")]
    [InlineData("[Conv(\"Far.Half(8)\", 3)] Layer a;", "FUS018",
        "The method 'Half' is in the assembly 'Other', where its source cannot be read")]
    [InlineData("[Conv(\"Far.Width\", 3)] Layer a;", "FUS022", "An expression string cannot use 'Far.Width'")]
    public async Task Another_project_is_not_read(string members, string id, string found)
    {
        MetadataReference other = Project.Compile("public static class Far { public static readonly int Width = 8; "
            + "public static int Half(int n) => n / 2; public static Tensor Own(this Tensor x) => x; }")
            .WithAssemblyName("Other").ToMetadataReference();
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(
            Project.Compile($"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}").AddReferences(other)));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(found, diagnostic.GetMessage());
    }

    private static Task Expect(string members, string id, string message, string? use = "class Nobody;") => Mistake.ExpectAsync(
        "class Other { internal Tensor Own(Tensor x) => x; } "
        + "static class Extensions { internal static Tensor Any(this object o) => (Tensor)o; } "
        + "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; " + members + " }",
        id, message, use, Project.Options);
}
