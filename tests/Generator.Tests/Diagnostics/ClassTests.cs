using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS001 to FUS008 and FUS201: the network's class and its shapes.</summary>
public class ClassTests
{
    [Fact]
    public Task Network_is_not_partial() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] class [|Net|] { [Relu] Layer a; }",
        "FUS001",
        "'Net' is marked [FusedNetwork] but is not partial, so the generated code cannot join it; write 'partial class Net'", use: null,
        Project.Options);

    [Fact]
    public Task Containing_type_is_not_partial() => Mistake.ExpectAsync(
        "class Outer { [FusedNetwork(8, 8, 3)] partial class [|Net|] { [Relu] Layer a; } }",
        "FUS002",
        "The network 'Net' is nested in 'Outer', which is not partial, so the generated code cannot join it; write 'partial' on " +
        "'Outer' too, or move the network out of it", use: null, Project.Options);

    [Theory]
    [InlineData("partial class [|Net|]<T> { [Relu] Layer a; }",
        "The network 'Net' is generic, or nested in a generic type; a network is an ordinary class without type parameters, " +
        "constructors or a base class, because the generated part supplies them; make it a class without type parameters")]
    [InlineData("partial record [|Net|] { [Relu] Layer a; }",
        "The network 'Net' is a record; a network is an ordinary class without type parameters, constructors or a base class, because " +
        "the generated part supplies them; write 'class'")]
    [InlineData("static partial class [|Net|] { [Relu] static Layer a; }",
        "The network 'Net' is static; a network is an ordinary class without type parameters, constructors or a base class, because " +
        "the generated part supplies them; remove 'static'")]
    [InlineData("partial class [|Net|](int width) { [Relu] Layer a; }",
        "The network 'Net' has a constructor; a network is an ordinary class without type parameters, constructors or a base class, " +
        "because the generated part supplies them; remove it; parameters belong to blocks: make it a [Block], of "
        + "which [With<…>(…)] makes networks")]
    [InlineData("partial class [|Net|] : System.Collections.ArrayList { [Relu] Layer a; }",
        "The network 'Net' derives from 'ArrayList'; a network is an ordinary class without type parameters, constructors or a base " +
        "class, because the generated part supplies them; remove the base class")]
    [InlineData("file partial class [|Net|] { [Relu] Layer a; }",
        "The network 'Net' is local to its file; a network is an ordinary class without type parameters, constructors or a base class, " +
        "because the generated part supplies them; remove 'file'")]
    public Task Network_is_no_ordinary_class(string source, string message) =>
        Mistake.ExpectAsync("[FusedNetwork(8, 8, 3)] " + source, "FUS003", message, use: null, Project.Options);

    [Fact]
    public Task Network_is_abstract() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] abstract partial class [|Net|] { [Relu] Layer a; }",
        "FUS003",
        "The network 'Net' is abstract; a network is an ordinary class without type parameters, constructors or a base class, because " +
        "the generated part supplies them; remove 'abstract'");

    [Fact]
    public Task Network_has_no_layers() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class [|Net|];",
        "FUS004",
        "'Net' has neither a field of type Layer nor a method Forward, so there is nothing to compute; add a field such as '[Conv(64, " +
        "3), Relu] Layer conv;'");

    [Fact]
    public Task Shape_is_missing() => Mistake.ExpectAsync(
        "[[|FusedNetwork|]] partial class Net { [Relu] Layer a; }",
        "FUS005",
        "The input 'input' of the network 'Net' has no shape; " +
        "write '[FusedNetwork(224, 224, 3)]' with its own sizes: height, width, channels");

    [Fact]
    public Task Shape_of_an_input_is_empty() => Mistake.ExpectAsync(
        "[FusedNetwork] partial class Net { [Relu] Layer a; Tensor Forward([[|Shape|]] Tensor x) => a(x); }",
        "FUS005",
        "The input 'x' of the network 'Net' has no shape; write '[Shape(224, 224, 3)] Tensor x' with its own sizes");

    [Fact]
    public Task Shape_of_one_of_several_inputs_is_missing() => Mistake.ExpectAsync(
        """
        [FusedNetwork]
        partial class Net
        {
            Tensor Forward([Shape(8, 8, 3)] Tensor a, Tensor [|b|]) => a + b;
        }
        """,
        "FUS005",
        "The input 'b' of the network 'Net' has no shape; write '[Shape(224, 224, 3)] Tensor b' with its own sizes",
        use: "class User { void Use(Net net, float[] a) => net.Run(a, a, a); }", Project.Options);

    [Theory]
    [InlineData("8, [|0|], 3",
        "The shape (8, 0, 3) has a size of 0; a shape is (C), (L, C), (H, W, C) or (T, H, W, C) with sizes of at least 1, channels " +
        "last and without the batch")]
    [InlineData("[|FusedNetwork(1, 1, 8, 8, 3)|]",
        "The shape (1, 1, 8, 8, 3) has 5 sizes; a shape is (C), (L, C), (H, W, C) or (T, H, W, C) with sizes of at least 1, channels " +
        "last and without the batch")]
    [InlineData("[|FusedNetwork(100000, 100000, 3)|]",
        "The shape (100000, 100000, 3) has more than 2147483591 elements; a shape is (C), (L, C), (H, W, C) or (T, H, W, C) with sizes " +
        "of at least 1, channels last and without the batch")]
    public Task Shape_is_invalid(string shape, string message) =>
        Mistake.ExpectAsync($"[{(shape.StartsWith("[|") ? shape : $"FusedNetwork({shape})")}] partial class Net {{ [Relu] Layer a; }}",
            "FUS006", message);

    [Theory]
    [InlineData("[[|FusedNetwork(8, 8, 3)|]] partial class Net { Tensor Forward([Shape(8, 8, 3)] Tensor x) => Relu(x); }",
        "The shape of the network 'Net' is given twice: [FusedNetwork] carries one, and so does [Shape] on 'x'; keep one of them")]
    [InlineData("[FusedNetwork(8, 8, 3), [|FusedNetwork(8, 8, 3)|]] partial class Net { [Relu] Layer a; }",
        "The shape of the network 'Net' is given twice: (8, 8, 3) is the size of two attributes; remove one of them")]
    public Task Shape_is_given_twice(string source, string message) => Mistake.ExpectAsync(source, "FUS007", message);

    [Fact]
    public Task Shape_is_given_for_several_inputs() => Mistake.ExpectAsync(
        "[[|FusedNetwork(8, 8, 3)|]] partial class Net { Tensor Forward(Tensor a, Tensor b) => a + b; }",
        "FUS007",
        "The shape of the network 'Net' is given twice: [FusedNetwork] carries one, but Forward has 2 inputs; leave it empty and put " +
        "[Shape(…)] on each parameter of Forward",
        use: null, Project.Options);

    [Fact]
    public Task Input_and_output_have_one_name() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { (Tensor a, [|Tensor x|]) Forward(Tensor x) => (Relu(x), x); }",
        "FUS008",
        "The name 'x' of the network 'Net' stands for two inputs or outputs, but each becomes a parameter of Run; rename one of them",
        use: null, Project.Options);

    [Fact]
    public Task Input_has_the_name_of_a_parameter_of_Run() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class Net { Tensor Forward([|Tensor normalization|]) => Relu(normalization); }",
        "FUS008",
        "The name 'normalization' of the network 'Net' is taken by a parameter of Run that describes images; rename the input or output",
        use: null, Project.Options);

    [Fact]
    public Task Unsafe_code_is_not_allowed() => Mistake.ExpectAsync(
        "[FusedNetwork(8, 8, 3)] partial class [|Net|] { [Relu] Layer a; }",
        "FUS201",
        "The kernels of the network 'Net' are unsafe code, which this project does not allow; add " +
        "<AllowUnsafeBlocks>true</AllowUnsafeBlocks> to the project file",
        use: "class User { void Use(float[] a) => Net.Load(\"\").Run(a, a); }", Project.Options.WithAllowUnsafe(false));

    [Fact]
    public async Task Parts_with_sizes_in_several_files_are_one_network()
    {
        var compilation = Project.Compile("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), GlobalAveragePool] Layer a; }",
            "[FusedNetwork(16, 16, 3)] partial class Net;");
        Assert.Empty(await Project.DiagnoseAsync(compilation));
        Assert.Equal(2, Project.Generate(compilation).Result.GeneratedTrees.Length);
    }

    [Theory]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; } partial class Net { [Conv(5, 3)] Layer [|b|]; " +
        "[Relu] Layer c; }", "Net")]
    [InlineData("[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer x; } [Block] partial class B { [Conv(4, 3)] Layer a; } " +
        "partial class B { [Relu] Layer [|b|]; }", "B")]
    public Task Layers_in_several_parts_have_no_order(string source, string type) => Mistake.ExpectAsync(
        source,
        "FUS016",
        $"The layers 'b' and 'a' of '{type}' stand in different parts of the class, so that their order would be that in which the " +
        "compiler is given the files; "
        + "put all layers into one part, or write a Forward that calls them");

    [Fact]
    public async Task Layers_in_several_files_have_the_order_of_Forward()
    {
        string[] parts =
        [
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; }", "partial class Net { [Conv(5, 3)] Layer b; }",
            "partial class Net { Tensor Forward(Tensor x) => b(a(x)); }",
        ];
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(parts)));
        Assert.Equal(Project.GeneratedText(parts), Project.GeneratedText([.. parts.Reverse()]));
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_two_networks()
    {
        var compilation = Project.Compile(
            "[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; } [FusedNetwork(8)] partial class NET { [Linear(4)] Layer a; }");
        Assert.Empty(await Project.DiagnoseAsync(compilation));
        Assert.Equal(4, Project.Generate(compilation).Result.GeneratedTrees.Length);
    }

    [Fact]
    public async Task Nested_network_with_a_keyword_for_a_name_is_generated()
    {
        var compilation = Project.Compile(
            "namespace @if.B; public partial struct Outer { internal partial interface @in { [FusedNetwork(8)] internal sealed partial " +
            "class @class { [Linear(4)] Layer @for; } } }");
        Assert.Empty(await Project.DiagnoseAsync(compilation));
    }
}
