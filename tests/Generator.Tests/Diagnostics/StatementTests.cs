using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>C# that has no meaning in Forward: each kind is reported where it stands, in a sentence of its own.</summary>
public class StatementTests
{
    private const string ReadOnce = "it is read at build time, where ";
    private const string NoObject = ReadOnce + "no object is made that could be disposed of; remove it";
    private const string InOrder = ReadOnce + "statements run in their order; use if, a loop, break, continue or return";
    private const string OneFor = "a loop of an unusual form, but for loops declare one variable, compare it, and step it; "
        + "write 'for (int i = 0; i < n; i++)', or a while loop";
    private const string Returned = "a call whose result it does not use, but a call does nothing but return a value; "
        + "assign the result to a local, or remove the call";

    [Theory]
    [InlineData("[|try { x = a(x); } catch { }|]",
        "a try statement, but " + ReadOnce + "nothing is thrown that could be caught; write the statements without try")]
    [InlineData("[|using (var s = new System.IO.MemoryStream()) x = a(x);|]", "a using statement, but " + NoObject)]
    [InlineData("[|using var s = new System.IO.MemoryStream();|]", "a 'using' declaration, but " + NoObject)]
    [InlineData("[|lock (a) x = a(x);|]", "a lock statement, but " + ReadOnce + "there is one thread; write the statements without lock")]
    [InlineData("[|switch (x.Channels) { case 3: x = a(x); break; }|]", "a switch statement, but of the two forms of switch, "
        + "expressions can be read at build time; use if, or a switch expression such as 'y = kind switch { 1 => a(x), _ => b(x) }'")]
    [InlineData("[|checked { x = a(x); }|]", "a checked block, but " + ReadOnce + "whole numbers that overflow are always refused; "
        + "write the statements without the block")]
    [InlineData("[|unsafe { x = a(x); }|]",
        "an unsafe block, but " + ReadOnce + "there is no memory yet; write the statements without the block")]
    [InlineData("Func<Tensor, Tensor> f = [|y => a(y)|]; x = f(x);",
        "a lambda, but only methods can be called; write a method or a local function")]
    [InlineData("ref Tensor y = [|ref x|]; x = a(y);", "a reference, 'ref x', but locals are values; assign the value: 'y = x'")]
    [InlineData("int n = 3; int m = [|n++|]; x = a(x);",
        "the step 'n++' within an expression, but steps are statements; write it in a line of its own")]
    [InlineData("Tensor y, z; y = [|z = a(x)|]; x = y + z;",
        "the assignment 'z = a(x)' within an expression, but assignments are statements; write it in a line of its own")]
    [InlineData("[|for (;;) { if (x.Rank == 3) break; }|]", OneFor)]
    [InlineData("int i; [|for (i = 0; i < 3; i++) x = a(x);|]", OneFor)]
    [InlineData("foreach (int i in [|System.Linq.Enumerable.Range(0, 3)|]) x = a(x);",
        "foreach over something that is no array, but foreach runs over arrays, of which the elements are known; loop over an array, "
            + "such as the result of Split, or with 'for (int i = 0; i < n; i++)'")]
    [InlineData("[|F(out var y)|]; x = a(y); static void F(out Tensor y) => throw null!;", Returned)]
    [InlineData("[|Console.WriteLine(3)|];", Returned)]
    [InlineData("var l = [|new System.Collections.Generic.List<Tensor>()|]; x = a(l[0]);",
        "a new object, 'new System.Collections.Generic.List<Tensor>()', but " + ReadOnce + "there are no objects but tensors, numbers and "
            + "arrays; use an array: '[.. all, y]' is 'all' with one element more")]
    [InlineData("x = Softmax(x, [|(Axes)32|]);",
        "'(Axes)32', but that is no member of 'Axes'; use one of Channels, Width, Height, Frames, Positions, All")]
    public Task Statement_is_unsupported(string statements, string message) => Expect(statements, message);

    [Theory]
    [InlineData("[|goto end;|] end: return a(x);", "goto end;", "a goto statement")]
    [InlineData("if (x.Rank == 3) goto end; [|end: return a(x);|]", "end:", "the label 'end'")]
    public async Task Jumps_are_unsupported(string statements, string at, string found)
    {
        string source = $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) {{ {statements} }} }}"
            .Replace("[|", "").Replace("|]", "");
        var diagnostics = await Project.DiagnoseAsync(Project.Compile(source));
        Assert.All(diagnostics, diagnostic => Assert.Equal("FUS014", diagnostic.Id));
        Assert.Contains(diagnostics, diagnostic => diagnostic.GetMessage() == $"Forward uses {found}, but {InOrder}"
            && source[diagnostic.Location.SourceSpan.Start..].StartsWith(at, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[|while (true) { x = a(x); }|]", "leave it with break, or give it a condition that becomes false", 10000)]
    [InlineData("[|while (true) { x = a(a(a(a(x)))); }|]", "leave it with break, or give it a condition that becomes false", 2500)]
    [InlineData("[|do { x = a(x); } while (true);|]", "leave it with break, or give it a condition that becomes false", 10000)]
    [InlineData("[|while (x.Channels > 0) x = a(x);|] return x;", "check that its condition becomes false", 10000)]
    [InlineData("[|while (true) { for (int i = 0; i < 3; i++) x = a(x); }|]",
        "leave it with break, or give it a condition that becomes false", 3333)]
    public Task Loop_has_no_end(string statements, string mend, int turns) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) {{ {statements} }} }}", "FUS040",
        $"The loop has not ended after {turns} turns; {mend}", use: null, Project.Options);

    [Theory]
    [InlineData("[|a(x) / 0|]", "The tensor is divided by 0, after which no number is left of it; divide by another number")]
    [InlineData("[|a(x) / 0.0|]", "The tensor is divided by 0, after which no number is left of it; divide by another number")]
    [InlineData("[|a(x) * 1e39|]", "The number beside the tensor is 1E+39, but a finite number, as a float holds it, was expected; use one "
        + "of at most 3.4e38")]
    public Task Number_beside_a_tensor_is_wrong(string value, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) => {value}; }}", "FUS024", message);

    [Theory]
    [InlineData("Pow(x, Slice(x, 0, 2))", "Pow: the left side is (8, 8, 3), the right side (8, 8, 2), but both must have the same number")]
    [InlineData("Append(x, Slice(x, 0, 2))",
        "Append: the first input is (8, 8, 3), input 2 is (8, 8, 2), but all dimensions after the first must be equal. Lay channels side "
            + "by side with Concat")]
    [InlineData("Concat(x, x[..4])",
        "Concat: the first input is (8, 8, 3), input 2 is (4, 8, 3), but all must have the same spatial size. Lay them one after the other "
            + "along the first dimension with Append, or give the branches the same stride and padding")]
    [InlineData("Concat(x, Mean(x))",
        "Concat: the first input is (8, 8, 3), input 2 is (3), but all must have the same spatial size. Give the vector positions first: "
            + "Reshape to (1, 1, 3), then Tile")]
    [InlineData("x * Reshape(x, 4, 48)", "Multiply: the left side is (8, 8, 3), the right side (4, 48), but the shapes must be equal")]
    [InlineData("Crop(x, 5)", "Crop: 10 positions are taken away, but the height of the input (8, 8, 3) is 8. Take away fewer")]
    public async Task Shapes_do_not_fit(string value, string message)
    {
        var diagnostics = await Project.DiagnoseAsync(Project.Compile(
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ Tensor Forward(Tensor x) => {value}; }}"));
        Assert.StartsWith(message, Assert.Single(diagnostics).GetMessage());
        Assert.DoesNotContain("shortcut", diagnostics[0].GetMessage());
    }

    private static Task Expect(string statements, string message) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) {{ {statements} return a(x); }} }}",
        "FUS014", "Forward uses " + message);
}
