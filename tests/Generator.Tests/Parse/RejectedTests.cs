using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Parse;

/// <summary>Declarations that C# itself rejects: Fusion has nothing to say of them, and generates nothing from them.</summary>
public sealed class RejectedTests
{
    [Theory]
    [InlineData("[Missing] Layer a;")]
    [InlineData("[Conv(4)] Layer a;")]
    [InlineData("[Conv(n, 3)] Layer a; int n;")]
    [InlineData("[Conv(4, 3, When = s)] Layer a; string s;")]
    [InlineData("[Block<Missing>] Layer a;")]
    [InlineData("[Block<B>(n)] Layer a; int n;")]
    [InlineData("[Prefix, Relu] Layer a;")]
    [InlineData("[Prefix(), Relu] Layer a;")]
    [InlineData("[Prefix(s), Relu] Layer a; string s;")]
    [InlineData("[Repeat, Relu] Layer[] a;")]
    [InlineData("[Repeat(), Relu] Layer[] a;")]
    [InlineData("[Repeat(n), Relu] Layer[] a; int n;")]
    [InlineData("[Relu] Layer a; [Relu, Continue] Layer b;")]
    [InlineData("[Relu] Layer a; [Relu, Continue(3)] Layer b;")]
    [InlineData("[Conv(3, 3), Fusion.Training.Conserve(\"a\")] Layer a;")]
    [InlineData("[Relu] Layr a;")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => nothing(x);")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(x.Missing);")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) { x = nothing(x); return a(x); }")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) { while (nothing) x = a(x); return a(x); }")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) { return a(x) }")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x);")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => F(x); Tensor F(Tensor x) => nothing(x);")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => F(x); Tensor F(Tensor x) { x = nothing(x); return a(x); }")]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => F(x); Tensor F(Tensor x);")]
    [InlineData("[Block<C>(3)] Layer a;", "[Block] class C(Missing n) { [Conv(3, 3)] Layer a; }")]
    [InlineData("[Block<C>] Layer a;", "[Block] class C(int n = Missing) { [Conv(3, 3)] Layer a; }")]
    public void Is_no_network_and_has_no_sentence(string members, string other = "")
    {
        var (model, _, session) = HeadTests.Read(
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }} [Block] class B(int n) {{ [Conv(\"n\", 3)] Layer a; }} {other}",
            "Net", withPlaces: false);
        Assert.Equal([], session.Errors.Select(error => error.Diagnostic.ToString()));
        Assert.True(session.Failed);
        Assert.Null(model.Spec);
        Assert.Equal("", model.Mistake);
    }

    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)] partial struct Net { [Relu] Layer a; }")]
    [InlineData("[FusedNetwork(8, 8, \"3\")] partial class Net { [Relu] Layer a; }")]
    [InlineData("[FusedNetwork(Missing)] partial class Net { [Relu] Layer a; }")]
    [InlineData("[FusedNetwork(8, 8, 3), With<Missing>] partial class Net { }")]
    [InlineData("[FusedNetwork] partial class Net { [Relu] Layer a; Tensor Forward([Shape(8, \"8\")] Tensor x) => a(x); }")]
    public void Class_is_no_network_and_has_no_sentence(string source)
    {
        var (model, _, session) = HeadTests.Read(source, "Net", withPlaces: false);
        Assert.Equal([], session.Errors.Select(error => error.Diagnostic.ToString()));
        Assert.Null(model.Spec);
        Assert.Equal("", model.Mistake);
    }

    /// <summary>The compiler says what is wrong, once, and the analyzer nothing beside it.</summary>
    [Theory]
    [InlineData("[Conv(n, 3)] Layer a; static int n = 3;", "CS0182")]
    [InlineData("[Prefix(), Relu] Layer a;", "CS7036")]
    [InlineData("[Repeat(), Relu] Layer[] a;", "CS7036")]
    public async Task Is_reported_by_the_compiler_alone(string members, string ids) => Assert.Equal(
        ids, string.Join(" ", (await Project.DiagnoseAsync(Project.Compile($"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}")))
            .Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)));

    /// <summary>Members for taps are there as soon as one thing is tapped, be the declaration wrong.</summary>
    [Theory]
    [InlineData("[Conv(4, 3)] Layer a;", false)]
    [InlineData("[BatchNorm] Layer a;", false)]
    [InlineData("[SqueezeExcite(Reduction = 2)] Layer a;", false)]
    [InlineData("[Conv(4, 3), Tap] Layer a;", true)]
    [InlineData("[Tap(\"b\")] Layer a;", true)]
    [InlineData("[SqueezeExcite(Reduction = 2, TapGate = true)] Layer a;", true)]
    [InlineData("[Conv(\"n\", 3), Tap] Layer a;", true)]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(Tap(x));", true)]
    [InlineData("[Relu] Layer a; Tensor Forward(Tensor x) => a(x);", false)]
    [InlineData("[Block<T>] Layer a;", true)]
    public void Taps_are_known(string members, bool expected)
    {
        NetworkHead head = HeadTests.Read(
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }} [Block] class T {{ [Relu, Tap] Layer a; }}", "Net",
            withPlaces: false).Model.Head;
        Assert.Equal(expected, head.HasTaps);
    }
}
