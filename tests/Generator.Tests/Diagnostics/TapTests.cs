using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Diagnostics;

public class TapTests
{
    /// <summary>What users write to read a tap; it must not turn into errors beside the one in the declaration.</summary>
    private const string Use = """
        static class User
        {
            static void Main()
            {
                using var network = Net.Initialize();
                float[] input = new float[1], output = new float[1];
                network.Run(input, output);
                using Net.Tapped taps = network.RunTapped(input, output);
                Console.WriteLine($"{taps.A.Channels} {taps.A[0, 0].Length} {Net.A.Channels} {nameof(Net.A)}");
            }
        }
        """;

    [Theory]
    [InlineData("[Conv(4, 3), [|Tap|]] Layer Seen;", "Seen")]
    [InlineData("[Conv(4, 3), Tap(\"[|Run|]\")] Layer a;", "Run")]
    [InlineData("[Conv(4, 3), Tap(\"[|runTapped|]\")] Layer a;", "RunTapped")]
    [InlineData("[Conv(4, 3), Tap(\"[|threads|]\")] Layer a;", "Threads")]
    [InlineData("[Conv(4, 3), Tap(\"[|toString|]\")] Layer a;", "ToString")]
    [InlineData("[Conv(4, 3), Tap(\"[|net|]\")] Layer a;", "Net")]
    [InlineData("[Conv(4, 3), Tap(\"[|mine|]\")] Layer a; public int Mine => 3;", "Mine")]
    public Task Name_is_taken(string members, string name) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}", "FUS054",
        $"The tap cannot be called '{name}', because 'Net' has a member of that name, and each tap becomes one; "
            + "give it another name, as in Tap(\"Features\")");

    [Theory]
    [InlineData("two words", "Two words")]
    [InlineData("3x3", "3x3")]
    [InlineData("a-b", "A-b")]
    [InlineData("/", "")]
    public Task Name_is_none_in_CSharp(string name, string found) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Conv(4, 3), Tap(\"[|{name}|]\")] Layer a; }}", "FUS054",
        $"The tap cannot be called '{found}', because that is no name in C#; use letters and digits, and begin with a letter");

    [Fact]
    public Task There_is_no_name() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer conv; Tensor Forward(Tensor x) => Relu([|Tap(conv(x))|]); }",
        "FUS054",
        "This tap has no name; put its result into a local, after which it is named, or give it a name, as in Tap(x, \"features\")");

    [Theory]
    [InlineData("[Conv(4, 3), Tap, Relu, [|Tap|]] Layer a;")]
    [InlineData("[Conv(4, 3), Tap(\"b\")] Layer a; [Conv(4, 3), [|Tap|]] Layer b;")]
    [InlineData("[SqueezeExcite(Channels = 2, TapGate = true), [|SqueezeExcite(Channels = 2, TapGate = true)|]] Layer a;", "A_Gate")]
    public Task Two_have_one_name(string layers, string? name = null) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {layers} }}", "FUS055",
        $"Two taps are called '{name ?? (layers.Contains("\"b\"") ? "B" : "A")}'; give one of them another name, as in "
            + $"Tap(\"{name ?? (layers.Contains("\"b\"") ? "B" : "A")}Before\")");

    [Theory]
    [InlineData("[Conv(3, 3), [|Tap|]] Layer a; Tensor Forward(Tensor x) => a(a(x));", "A")]
    [InlineData("Tensor Forward(Tensor x) { for (int i = 0; i < 2; i++) x = [|Tap(Relu(x))|]; return x; }", "X")]
    public Task Layer_is_applied_twice(string members, string name) => Mistake.ExpectAsync(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}", "FUS055",
        $"The tap '{name}' shows several values, because what it stands in is applied several times; tap each result in Forward, "
            + $"with names of their own, as in Tap(x, \"{name}1\")");

    [Fact]
    public Task Sizes_have_different_taps() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3), [|FusedNetwork(4, 9, 3)|]] partial class Net { [Conv(4, 3), Tap(When = \"x.Width == 8\")] Layer a; }",
        "FUS056",
        "With the size (4, 9, 3) 'Net' does not have the tap 'A', which it has with (8, 8, 3); taps are members of the class, so let "
            + "none of them depend on the size");

    /// <summary>A mistake elsewhere, in whatever stage: what reads the taps has no errors of its own.</summary>
    [Theory]
    [InlineData("[Conv(4, 3), Tap, Relu] Layer a; [MaxPool([|20|])] Layer b;", "FUS101")]
    [InlineData("[MaxPool([|20|])] Layer b; [Conv(4, 3), Tap, Relu] Layer a;", "FUS101")]
    [InlineData("[MaxPool([|20|])] Layer b; [SqueezeExcite(Channels = 2, TapGate = true), Tap] Layer a;", "FUS101")]
    [InlineData("[Conv(\"4 * [|width|]\", 3)] Layer b; Tensor Forward(Tensor x) { Tensor a = Tap(b(x)); return Relu(a); }", "FUS021")]
    [InlineData("[Conv(4, 3), Tap] Layer a; [Conv(4, 3)] int [|b|];", "FUS011")]
    public async Task Reading_a_tap_of_a_wrong_declaration_is_no_mistake(string members, string id)
    {
        string declaration = $"[FusedNetwork(8, 8, 3)] partial class Net {{ {members} }}".Replace("[|", "").Replace("|]", "");
        var diagnostics = await Project.DiagnoseAsync(Project.Compile(declaration, Use));
        Assert.Equal([id], diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task Reading_a_tap_that_does_not_exist_is_one()
    {
        var diagnostics = await Project.DiagnoseAsync(
            Project.Compile("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), Tap] Layer b; }", Use));
        Assert.Equal(["CS0117", "CS1061"], diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order());
    }

    [Fact]
    public Task Names_of_its_members_are_taken_where_something_is_tapped() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), Tap] Layer a; public int [|Tapped|] = 1; }", "FUS009",
        "'Tapped' is the name of a member that is generated for the network 'Net'; choose another name");

    [Fact]
    public async Task Names_of_its_members_are_free_where_nothing_is_tapped() => Assert.Empty(await Project.DiagnoseAsync(Project.Compile(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; public int Tapped = 1; public void RunTapped() { } }")));
}
