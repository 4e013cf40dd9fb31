using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>One build reports every mistake, and none that only follows from another.</summary>
public class SeveralMistakesTests
{
    /// <param name="markup">Source with the place of each mistake in <c>[|…|]</c>, in their order.</param>
    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"[|wdth|]\", 3)] Layer a; [Conv(8, 3, Groups = [|3|])] Layer b; " +
        "[Conv(4, [|0|])] Layer c; }", "FUS021 FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"[|n|]\", \"[|k|] + 1\", Stride = \"[|s|] * [|t|]\")] Layer a; }",
        "FUS021 FUS021 FUS021 FUS021")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(8, 3, Groups = [|5|]), Activate([|\"\\\"Foo\\\"\"|]), " +
        "ChannelShuffle([|3|]), Linear([|0|])] Layer a; }", "FUS101 FUS101 FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(8, 3, Groups = [|2|]), Conv(4, 3, Groups = [|3|]), LeakyRelu(Slope " +
        "= \"[|1 / 0|]\")] Layer a; [Flatten, [|MaxPool(2)|]] Layer b; }", "FUS101 FUS101 FUS024 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] class [|Net|] { [Conv(8, 3, Groups = [|2|])] Layer a; Layer [|b|]; [Conv(\"[||]\", 3)] Layer c; }",
        "FUS001 FUS101 FUS010 FUS020")]
    [InlineData("[FusedNetwork(8, [|0|], 3)] partial class Net { [Conv(0, [|'c'|])] Layer a; Tensor Forward(Tensor x) { " +
        "while (true) { [|lock (x) x = a(x);|] } } }", "FUS006 FUS025 FUS014")]
    [InlineData("[FusedNetwork(8, [|0|], 3)] partial class Net { [Conv([|0|], [|'c'|])] Layer a; }", "FUS006 FUS101 FUS025")]
    [InlineData(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Block<[|X|]>, Conv(4, 3)] Layer a; [Conv(4, 3, Groups = [|3|])] Layer b; } class X;",
        "FUS030 FUS101")]
    [InlineData("[Block] class B(int n, object [|o|]) { [Conv(\"[|m|]\", 3)] Layer a; [Conv(1, 3, Groups = [|0|])] Layer b; } " +
        "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>([|true|])] Layer a; [Block<B>(1, 2, [|3|])] Layer b; }",
        "FUS035 FUS021 FUS101 FUS032 FUS032")]
    [InlineData(
        "[FusedNetwork(8, 8, 3), FusedNetwork(16, 16, 3)] partial class Net { [Conv(4, 3, Groups = [|2|]), Conv(4, [|5.0|])] Layer a; }",
        "FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, When = \"[|q|]\"), SqueezeExcite(Reduction = [|0|])] Layer a; " +
        "[Conv(3, 3, When = \"[|5 + 1|]\")] Layer b; }", "FUS021 FUS101 FUS023")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv([|0|], [|0|], Stride = [|0|], Groups = [|-1|], Bias = [|7|])] " +
        "Layer a; }",
        "FUS101 FUS101 FUS101 FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv([|2.5|], \"[|n|]\", Stride = [|3.5|], Dilation = [|true|])] Layer a; }",
        "FUS101 FUS021 FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [MaxPool(\"[|(1, 2, 3)|]\", Stride = [|0|], Padding = [|-1|])] Layer a; }",
        "FUS101 FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [SqueezeExcite(Reduction = [|0|], Gate = [|5|])] Layer a; }", "FUS101 FUS101")]
    [InlineData("[FusedNetwork(8, [|0|], [|-3|])] partial class Net { [Relu] Layer a; }", "FUS006 FUS006")]
    [InlineData("[[|FusedNetwork(8, [|0|], 3, 3, 3)|]] partial class Net { [Relu] Layer a; }", "FUS006 FUS006")]
    [InlineData("[FusedNetwork] partial class Net { [Relu] Layer a; Tensor Forward([Shape([|0|], [|-1|])] Tensor x) => a(x); }",
        "FUS006 FUS006")]
    [InlineData("[FusedNetwork(8)] partial class Net { [Linear([|0|], Name = \"a{[|n|]}b[|}|]c{[||]}d{1 + [||]}e[|{f|]\")] Layer a; }",
        "FUS101 FUS021 FUS020 FUS020 FUS020 FUS020")]
    [InlineData("[Block] class B(int n) { [Conv(\"n\", 3)] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { " +
        "[Block<B>([|true|], Repeat = [|0|]), Block<B>(\"[|1 / 0|] + index\", Repeat = [|-1|])] Layer a; }",
        "FUS032 FUS034 FUS024 FUS034")]
    [InlineData("[Block] class B(int n) { [Conv(\"n\", 3)] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { " +
        "[Block<B>(\"4 / index\", Repeat = [|0|]), Block<B>(true, Repeat = [|0|], When = \"index > 4\")] Layer a; }", "FUS034 FUS034")]
    public Task All_are_reported(string markup, string ids) => Expect(markup, ids);

    /// <summary>A mistake that another value of a wrong argument would mend is none by itself.</summary>
    [Theory]
    [InlineData("MaxPool(9, Padding = [|-1|])")]
    [InlineData("MaxPool([|0|], Padding = 3)")]
    [InlineData("Conv([|0|], 3, Groups = 3)")]
    [InlineData("Conv(4, [|0|], Dilation = 8, Padding = 0)")]
    [InlineData("Slice([|-1|], 3)")]
    [InlineData("Slice(2, [|0|])")]
    public Task What_follows_from_another_is_not(string operation) =>
        Expect($"[FusedNetwork(8, 8, 3)] partial class Net {{ [{operation}] Layer a; }}", "FUS101");

    [Theory]
    [InlineData("[|lock (x) { }|] [|switch (x.Channels) { default: break; }|] return x;", "FUS014 FUS014")]
    [InlineData("foreach (var y in Split(x, [|2|])) { x = y; if (x.Channels == 1) break; } return x + x * c(x);", "FUS101")]
    [InlineData("int n = [|1 / (x.Channels - 3)|]; while (n > 0) { if (n == 3) continue; x = b(x); } return x + a(x);", "FUS024")]
    [InlineData("var y = [|x + b(x)|]; var z = Relu(y) + x; return z + [|x * c(x)|];", "FUS101 FUS101")]
    [InlineData("var (p, q) = Split(x, [|2|]); return a(p) + Concat(q, p);", "FUS101")]
    [InlineData("[|var (p, q) = Split(x, 3)|]; return a(p) + q;", "FUS023")]
    [InlineData("int n = [|1 / (x.Channels - 3)|]; for (int i = 0; i < n; i++) x = b(x); return x + a(x) + Slice(x, 2, 2);", "FUS024")]
    [InlineData("return [|LeakyRelu(x, slope: [|1 / (x.Channels - 3)|]) + b(x)|];", "FUS101 FUS024")]
    public Task All_of_Forward_are_reported(string body, string ids) => Expect(
            $$"""
            [FusedNetwork(8, 8, 3)]
            partial class Net
            {
                [Conv(3, 3)] Layer a;
                [Conv(4, 3)] Layer b;
                [Conv(3, 3, Stride = 2)] Layer c;
                Tensor Forward(Tensor x) { {{body}} }
            }
            """,
            ids);

    /// <summary>As a build shows it, where the compiler ends before analyzers are asked.</summary>
    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Deconv(4, 3)] Layer a; [Conv(\"n\", 3)] Layer b; } "
        + "[FusedNetwork(8, 8, 3)] partial class Other { [Conv(4, 3, Groups = 2)] Layer a; }", "CS0246 CS0246 FUS021 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4)] Layer a; [Conv(8, 3, Groups = 3), Conv(4, 3)] Layer b; }",
        "CS7036 FUS101")]
    [InlineData("[Block] class B { [Deconv(4)] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Groups = 2)] Layer a; }",
        "CS0246 CS0246 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layr a; [Conv(\"n\", 3)] Layer b; }", "CS0246 FUS021")]
    [InlineData("class Other { void Other() { } } [FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"n\", 3)] Layer a; }",
        "CS0542 FUS021")]
    [InlineData(
        "class Other { [Obsolete(null + Text)] int a; static string Text; }"
        + " [FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"n\", 3)] Layer a; }",
        "CS0182 FUS021")]
    [InlineData(
        "class Other { class Secret; } class User { Other.Secret a; } [FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Groups = " +
        "2)] Layer a; }",
        "CS0122 FUS101")]
    [InlineData("[FusedNetwork(8, 8, 3)] class Net { [Relu] Layer a; } class Other { [Flags] int a; }", "CS0592 FUS001")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial struct Net { [Relu] Layer a; }", "CS0592")]
    [InlineData("class Other { void Other() { } } [FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; }", "CS0542")]
    [InlineData("namespace N.@class { [Block] class B(int n) { [Conv(\"m\", 3)] Layer a; } } class Other { void Other() { } }",
        "CS0542 FUS021")]
    [InlineData("class Other { void Other() { } } [Block] class B(int n) { [Conv(\"n\", 3)] Layer a; }", "CS0542")]
    [InlineData("class Other { void Other() { } } [Block] class B { Layer a; } "
        + "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; }", "CS0542 FUS010")]
    [InlineData("class Other { void Other() { } class Inner<T> { [Block] class B { Layer a; } } } "
        + "[Block] class B { [Relu] Layer a; } [FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer a; }",
        "CS0542 FUS010 FUS036")]
    [InlineData("[Block] partial class B { [Conv(4)] Layer a; } partial class B { [Conv(\"m\", 3)] Layer b; }", "CS7036 FUS016 FUS021")]
    public async Task Unknown_attribute_hides_no_mistake(string source, string ids) => Assert.Equal(
        ids, string.Join(" ", (await Project.DiagnoseAsync(Project.Compile(source))).Select(diagnostic => diagnostic.Id)
            .Order(StringComparer.Ordinal)));

    private static async Task Expect(string markup, string ids)
    {
        var places = new List<int>();
        string source = markup;
        for (int at; (at = source.IndexOf("[|", StringComparison.Ordinal)) >= 0; source = source.Remove(
            source.IndexOf("|]", at, StringComparison.Ordinal), 2))
        {
            places.Add(at);
            source = source.Remove(at, 2);
        }

        var found = (await Project.DiagnoseAsync(Project.Compile(source)))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        Assert.Equal(ids, string.Join(" ", found.Select(diagnostic => diagnostic.Id)));
        Assert.Equal(places, found.Select(diagnostic => diagnostic.Location.SourceSpan.Start));
    }
}
