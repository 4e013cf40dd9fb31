using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Methods of the user's own, over numbers and over tensors.</summary>
public class MethodTests
{
    private const string Helpers = """
        static class Helpers
        {
            public const int Eight = 8;
            public static readonly double Half = 0.5;
            public static readonly int[] Widths = { 4, 6, 10 };
            public static int Twice => 2 * Eight;
            public static int MakeDivisible(double value, int divisor = 8)
            {
                int rounded = Math.Max(divisor, (int)(value + divisor / 2) / divisor * divisor);
                if (rounded < 0.9 * value) rounded += divisor;
                return rounded;
            }
            public static int Power(int n, int k) => k == 0 ? 1 : n * Power(n, k - 1);
            public static double Ratio(int a, int b) => a / b;
            public static double Share(double a) => a / 2;
            public static int Sum(params int[] numbers) { int sum = 0; foreach (int n in numbers) sum += n; return sum; }
            public static int Sum(bool twice, int n, int m) => twice ? 2 * (n + m) : n + m;
            public static int Channels(Tensor x) => x.Channels / 2;
            public static (int, bool) Both(int n) => (n, n > 2);
            public static int Filled(int n)
            {
                var all = new int[n];
                for (int i = 0; i < n; i++) { all[i] = i; all[i] += 2; all[i] <<= i == 2 ? 0 : 0; }
                return Sum(all);
            }
            public static int First(int n) { do { n--; if (n % 5 == 0) break; if (n < 0) continue; } while (true); return n; }
        }
        """;

    [Theory]
    [InlineData("Helpers.MakeDivisible(12)", 16)]
    [InlineData("Helpers.MakeDivisible(0.35 * 64, 4)", 24)]
    [InlineData("Helpers.MakeDivisible(divisor: 16, value: 37)", 48)]
    [InlineData("Helpers.Power(2, 5)", 32)]
    [InlineData("(int)(10 * Helpers.Ratio(5, 2))", 20)]
    [InlineData("(int)(10 * Helpers.Share(5))", 25)]
    [InlineData("Helpers.Sum(1, 2)", 3)]
    [InlineData("Helpers.Sum(4)", 4)]
    [InlineData("Helpers.Sum(true, 1, 2)", 6)]
    [InlineData("Helpers.Channels(x)", 4)]
    [InlineData("Helpers.Widths[1] + Helpers.Widths.Length", 9)]
    [InlineData("(int)(Helpers.Half * 6) + Helpers.Twice + Helpers.Eight", 27)]
    [InlineData("Local(3) + Helpers.First(13)", 15)]
    [InlineData("x.Channels switch { 8 => 3, > 8 => 4, _ => 5 }", 3)]
    [InlineData("x.Channels is 3 or > 7 and not 9 ? 7 : 8", 7)]
    [InlineData("new[] { 4, 6, 10 }[2]", 10)]
    [InlineData("1 << 3 | 2 & 3 ^ 1", 11)]
    [InlineData("(int)Math.Round(Math.Log(Math.Exp(3)) + Math.Log2(8) + Math.Log(9, 3)) + Math.Sign(-2) + (int)Math.Truncate(2.9)", 9)]
    [InlineData("Math.Clamp(x.Channels, 2, 5) + (int)(2 * Math.Clamp(0.2, 0.5, 1))", 6)]
    [InlineData("Helpers.Filled(3)", 9)]
    [InlineData("Helpers.Widths[^1] + Helpers.Widths[1..].Length + Helpers.Widths[..^1][0]", 16)]
    public void Number(string expression, int value)
    {
        // As a text and as code.
        string source = $$"""
            {{Helpers}}
            [Block] class B
            {
                [Conv("{{expression}}", 1)] Layer conv;
                private static int Local(int n) => n + 2;
            }
            [Block] class C
            {
                [Conv(8, 1)] Layer conv;
                Tensor Forward(Tensor x) { int n = {{expression}}; for (int i = 0; i < n; i++) x = conv(x); return x; }
                private static int Local(int n) => n + 2;
            }
            [FusedNetwork(4, 4, 8)] partial class Net
            {
                [Block<B>] Layer b;
                [Block<C>] Layer c;
                (Tensor, Tensor) Forward(Tensor x) => (b(x), c(x));
            }
            """;
        Graph graph = Lowered.Graph(source);
        var convolutions = graph.Nodes.Select(node => node.Operation).OfType<Conv>().ToList();
        Assert.Equal(value, convolutions[0].Outputs);
        Assert.Equal(value, convolutions.Count - 1);
    }

    [Theory]
    [InlineData("Tensor Forward(Tensor x) => Act(x);", "Sigmoid Multiply")]
    [InlineData("Tensor Forward(Tensor x) => x.Swish();", "Sigmoid Multiply")]
    [InlineData("Tensor Forward(Tensor x) => Twice(conv, x);", "Conv Conv")]
    [InlineData("Tensor Forward(Tensor x) => Own(Own(x)); private Tensor Own(Tensor x) { x = conv(x); return Relu(x); }",
        "Conv Relu Conv Relu")]
    [InlineData("Tensor Forward(Tensor x) { Layer f = x.Rank == 3 ? conv : other; return f(x); }", "Conv")]
    [InlineData("Tensor Forward(Tensor x) { return Local(2); Tensor Local(int n) => n == 0 ? x : Local(n - 1) + x; }", "Add Add")]
    [InlineData("Tensor Forward(Tensor x) { int n = 0; Tensor y = x; Tensor z = Grow(); z = Grow(); return n == 2 ? z : x; "
        + "Tensor Grow() { n++; y = Relu(y); return y; } }", "Relu Relu")]
    [InlineData("Tensor Forward(Tensor x) { var (a, b) = Both(x); return a + b; }", "Relu Tanh Add")]
    [InlineData("Tensor Forward(Tensor x) => Ops.Relu(Many(x, x, x));", "Concat Relu")]
    [InlineData("Tensor Forward(Tensor x) { var all = new Tensor[2]; var same = all; for (int i = 0; i < 2; i++) same[i] = x; "
        + "return Concat(all); }", "Concat")]
    [InlineData("Tensor Forward(Tensor x) { (Tensor p, int n) t = (Relu(x), 2); var (q, m) = t; return t.n == m ? t.p + q : x; }",
        "Relu Add")]
    [InlineData("Tensor Forward(Tensor x) { double half = 1; int[] sizes = { 2, 8 }; return half / 2 > 0 ? Reshape(x, sizes) : x; }",
        "Reshape")]
    [InlineData("Tensor Forward(Tensor x) { foreach (var (f, n) in new[] { (conv, 1), (other, 2) }) for (int i = 0; i < n; i++) x = f(x); "
        + "return x; }", "Conv Conv Conv")]
    [InlineData("Tensor Forward(Tensor x) { Tensor a = Relu(x), b = a; return a + b; }", "Relu Add")]
    public void Tensors(string forward, string operations)
    {
        string layers = string.Concat(new[] { "conv", "other" }.Where(name => (forward + operations).Contains(name))
            .Select(name => $"[Conv(4, 1)] Layer {name};"));
        Graph graph = Lowered.Graph($$"""
            static class Extensions { public static Tensor Swish(this Tensor x) => x * Sigmoid(x); }
            [FusedNetwork(2, 2, 4)] partial class Net
            {
                {{layers}}
                {{forward}}
                internal static Tensor Act(Tensor x) => x * Sigmoid(x);
                internal static Tensor Twice(Layer f, Tensor x) => f(f(x));
                internal static (Tensor first, Tensor) Both(Tensor x) => (Relu(x), Tanh(x));
                internal static Tensor Many(params Tensor[] all) => Concat(all);
            }
            """);
        Assert.Equal(operations, string.Join(" ", graph.Nodes.Skip(1).Select(node => node.Operation.Kind)));
    }

    [Fact]
    public void Static_values_of_the_class_itself() => Assert.Equal("a.0.weight\na.1.weight", Lowered.Weights(
        "[FusedNetwork(4, 4, 3)] partial class Net { private static readonly int[] s_widths = [4, 8]; [Conv(\"s_widths[index]\", 1), "
            + "Repeat(\"s_widths.Length\")] Layer[] a; }"));

    /// <summary>Statements in statements in calls take some of the stack, too.</summary>
    [Fact]
    public async Task Recursion_in_many_statements_ends()
    {
        string statements = string.Concat(Enumerable.Repeat("if (n > 0) { ", 40)) + "return Deep(n - 1);"
            + string.Concat(Enumerable.Repeat(" }", 40));
        var found = await Project.AnalyzeAsync(Project.Compile(
            "[FusedNetwork(4)] partial class Net { [Linear(\"Deep(60)\")] Layer a; static int Deep(int n) { "
                + statements + " return 1; } }"));
        Assert.Equal(["FUS046"], found.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task Values_that_only_texts_name_are_not_unused() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[FusedNetwork(4, 4, 3)] partial class Net { private static readonly int Width = 3; [Conv(\"Width\", 1)] Layer a; }")));

    [Fact]
    public async Task Methods_that_only_texts_call_are_not_unused() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[FusedNetwork(4, 4, 3)] partial class Net { private static int Double(int n) => 2 * n; "
            + "[Conv(\"Double(x.Channels)\", 1)] Layer a; }")));
}
