using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS058 beside an error of C#: names and arguments as PyTorch and Keras have them.</summary>
public class ForeignNameTests
{
    private const string Conv = "'[Conv(outputs, kernel)]' (by name: Stride, Dilation, Padding, PaddingEnd, Groups, Bias, Arithmetic)";
    private const string ByValue = "depends on values, which are not known at build time; compute both sides, and choose by arithmetic: "
        + "with Relu, Clamp, Minimum, Maximum or a product with a gate";

    [Theory]
    [InlineData("[[|Conv2d|](16, 3)]", "CS0246", "Fusion has no [Conv2d]; write " + Conv)]
    [InlineData("[nn.Linear(10)]", "CS0246", "Fusion has no [Linear]; write '[Linear(outputs)]' (by name: Bias)")]
    [InlineData("[[|BatchNorm2d|](4)]", "CS0246", "Fusion has no [BatchNorm2d]; write '[BatchNorm]' (by name: Epsilon)")]
    [InlineData("[[|ReLU|]]", "CS0246", "Fusion has no [ReLU]; write '[Relu]'")]
    [InlineData("[[|AdaptiveAvgPool2d|](1)]", "CS0246", "Fusion has no [AdaptiveAvgPool2d]; write '[GlobalAveragePool]'")]
    [InlineData("[[|Conv2DTranspose|](4, 2)]", "CS0246", "Fusion has no [Conv2DTranspose]; write '[ConvTranspose(outputs, kernel)]' "
        + "(by name: Stride, Dilation, Padding, PaddingEnd, OutputPadding, Groups, Bias)")]
    [InlineData("[[|Dense|](4)]", "CS0246", "Fusion has no [Dense]; write '[Linear(outputs)]' (by name: Bias)")]
    [InlineData("[[|Sequential|]]", "CS0246", "Fusion has no [Sequential]; write the operations one behind the other in one pair of "
        + "brackets, as in '[Conv(16, 3), Relu] Layer a;'")]
    [InlineData("[[|LogSigmoid|]]", "CS0246", "Fusion has no [LogSigmoid]; write '-Softplus(-x)' in Forward")]
    [InlineData("[[|MaxUnpool2d|](2)]", "CS0246", "Fusion has no [MaxUnpool2d]; docs/coming-from-pytorch.md says what comes nearest")]
    [InlineData("[[|Concatenate|]]", "CS0246", "Fusion has no [Concatenate]; write it in Forward: 'Concat(params Tensor[] values)'")]
    [InlineData("[[|CrossEntropyLoss|]]", "CS0246", "Fusion has no [CrossEntropyLoss]; losses belong to a class with [Training]")]
    [InlineData("[LayerNorm[|(64)|]]", "CS1729", "[LayerNorm] takes other arguments; write '[LayerNorm]' (by name: Epsilon, Affine). "
        + "Sizes of the input, such as its channels, are known, and are no arguments")]
    [InlineData("[Conv[|(3, 64, 3)|]]", "CS1729", "[Conv] takes other arguments; write " + Conv
        + ". Sizes of the input, such as its channels, are known, and are no arguments")]
    [InlineData("[Conv[|(4, 3, stride: 2)|]]", "CS1739", "[Conv] takes other arguments; write " + Conv
        + ". Sizes of the input, such as its channels, are known, and are no arguments")]
    [InlineData("[Conv(4, 3, [|stride =|] 2)]", "CS0246", "[Conv] has no 'stride'; write 'Stride = …'")]
    [InlineData("[Conv(4, 3, [|Activation =|] \"relu\")]", "CS0246",
        "[Conv] has no 'Activation'; an activation is an operation behind it: write '[Conv(…), Relu]'")]
    [InlineData("[Dropout([|p =|] 0.5)]", "CS0246", "[Dropout] has no 'p'; write '[Dropout(rate)]'")]
    [InlineData("[Conv(4, 3, [|Repeat =|] 2)]", "CS0246", "[Conv] has no 'Repeat'; write " + Conv)]
    [InlineData("[Conv(4, [|(3, 1)|])]", "CS0182",
        "An attribute takes no tuples; write a number for each dimension as a text: \"(3, 1)\"")]
    [InlineData("[Reshape([|(8, 24)|])]", "CS0182", "An attribute takes no tuples; write the numbers one by one: 8, 24")]
    [InlineData("[Upsample(2, Mode = [|\"bilinear\"|])]", "CS0029",
        "\"bilinear\" is no member of UpsampleMode; write UpsampleMode.Bilinear")]
    [InlineData("[Upsample(2, Mode = [|\"linear\"|])]", "CS0029", "\"linear\" is no member of UpsampleMode; write one of "
        + "UpsampleMode.Nearest, UpsampleMode.Bilinear, UpsampleMode.Bicubic")]
    public Task Attribute(string attribute, string error, string message) =>
        Expect($"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; {attribute} Layer b; }}", error, message);

    [Fact]
    public async Task Parameter_of_a_block_has_no_quotes()
    {
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(
            "[Block] class B(int width) { [Conv(2 * width, 3)] Layer a; } "
            + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(4)] Layer b; }"));
        Assert.Equal("An attribute takes constants; write what a block's parameters decide as a text: \"2 * width\"",
            Assert.Single(found, diagnostic => diagnostic.Id == "FUS058").GetMessage());
        Assert.Equal(["CS0182", "CS9105", "FUS058"], found.Select(diagnostic => diagnostic.Id).Order());
    }

    [Fact]
    public Task Field_is_no_parameter() => Expect(
        "[Block] class B { int width = 2; [Conv([|width|], 3)] Layer a; } "
            + "[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>] Layer b; }",
        "CS0120", "'width' is a field, of which nothing is known at build time; make it a parameter of the class, "
            + "'class B(int width)', and write it as a text: \"width\"");

    /// <summary>Not only that the layer takes tensors.</summary>
    [Fact]
    public async Task Forward_of_arrays() => Assert.Equal(
        ["CS1503: Argument 1: cannot convert from 'float[]' to 'Fusion.Tensor'",
            "FUS015: Forward of 'Net' returns 'float[]'; return Tensor or, for several outputs, a tuple such as "
                + "(Tensor boxes, Tensor scores)"],
        (await Project.DiagnoseAsync(Project.Compile(
            "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; float[] Forward(float[] x) { return a(x); } }")))
        .Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}").Order());

    [Fact]
    public Task Field_has_the_type_of_an_operation() => Expect(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; Conv2d [|conv1|]; }", "CS0246",
        "A layer is a field of type Layer, with its operations in brackets: declare '[Conv(outputs, kernel)] Layer conv1;'");

    [Theory]
    [InlineData("a(x).[|relu|]()", "CS1061", "A tensor has no 'relu'; write the function, whose first argument is the tensor: "
        + "'Relu(Tensor x)'")]
    [InlineData("x.[|Mean|](1)", "CS1061", "A tensor has no 'Mean'; write the function, whose first argument is the tensor: "
        + "'Mean(Tensor x, Axes axes = Axes.Positions, bool keep = false)'")]
    [InlineData("x.[|view|](-1)", "CS1061", "A tensor has no 'view'; write the function, whose first argument is the tensor: "
        + "'Reshape(Tensor x, params int[] dimensions)'")]
    [InlineData("x * x.[|size|](1)", "CS1061", "A tensor has no 'size'; the shape is known at build time: write x.Channels, x.Height, "
        + "x.Width, x.Length, x.Frames or x.Rank")]
    [InlineData("a.[|forward|](x)", "CS1061", "A layer is called itself: write 'a(…)'")]
    [InlineData("[|F.relu|](x)", "CS0103", "Fusion has no 'F.relu'; write 'Relu(Tensor x)'")]
    [InlineData("[|torch.nn.functional.gelu|](x)", "CS0103",
        "Fusion has no 'torch.nn.functional.gelu'; write 'Gelu(Tensor x, bool approximate = false)'")]
    [InlineData("x + [|torch.randn_like|](x)", "CS0103",
        "Fusion has no 'torch.randn_like'; there are no random numbers: make them an input of the network")]
    [InlineData("[|cat|](x, x)", "CS0103", "Fusion has no 'cat'; write 'Concat(params Tensor[] values)'")]
    [InlineData("[|Linear|](x, 10)", "CS0103",
        "Fusion has no 'Linear'; its weights belong to a layer: declare '[Linear(outputs)] Layer layer;', and call that")]
    [InlineData("Mean(x, [|1|])", "CS1503", "1 is no member of Axes; write one of Axes.Channels, Axes.Width, Axes.Height, Axes.Frames, "
        + "Axes.Positions, Axes.All")]
    [InlineData("Upsample(x, 2, mode: [|\"nearest\"|])", "CS1503", "\"nearest\" is no member of UpsampleMode; write UpsampleMode.Nearest",
        "mode: ")]
    [InlineData("Relu(x, [|inplace: true|])", "CS1739", "Relu takes other arguments: 'Relu(Tensor x)'")]
    [InlineData("[|Gelu|](x, true, 3)", "CS1501", "Gelu takes other arguments: 'Gelu(Tensor x, bool approximate = false)'")]
    [InlineData("[|x[0]|]", "CS1503", "A tensor is indexed by ranges of positions, channels excepted: write 'x[0..1]', which has as "
        + "many dimensions, and Slice or Split for channels")]
    [InlineData("[|x[^1]|]", "CS1503", "A tensor is indexed by ranges of positions, channels excepted: write 'x[^1..]', which has as "
        + "many dimensions, and Slice or Split for channels")]
    [InlineData("[|x[^2]|]", "CS1503", "A tensor is indexed by ranges of positions, channels excepted: write 'x[^2..^1]', which has as "
        + "many dimensions, and Slice or Split for channels")]
    [InlineData("[|x[-1]|]", "CS1503", "A tensor is indexed by ranges of positions, channels excepted: write 'x[^1..]', which has as "
        + "many dimensions, and Slice or Split for channels")]
    [InlineData("[|x[-3, 0]|]", "CS1503", "A tensor is indexed by ranges of positions, channels excepted: write 'x[^3..^2, 0..1]', which "
        + "has as many dimensions, and Slice or Split for channels")]
    [InlineData("[|torch.std|](x)", "CS0103", "Fusion has no 'torch.std'; write 'Sqrt(Mean(Square(x - Mean(x, axes)), axes))', which "
        + "divides by the number n of values, as unbiased=False does; PyTorch's default is that times Math.Sqrt(n / (n - 1.0))")]
    [InlineData("[|nn.Parameter|](8, 4)", "CS0103",
        "Fusion has no 'nn.Parameter'; a parameter is a field: declare '[Parameter(8, 4)] Tensor parameter;'")]
    [InlineData("[|Math.Round(a(x))|]", "CS1503", "Functions of Math compute numbers; no operation has steps: compute it from the results "
        + "of Run, or before")]
    [InlineData("[|Math.Max(a(x), 0)|]", "CS1503", "Functions of Math compute numbers; of tensors, write 'Maximum(Tensor x, Tensor y)' or "
        + "'Maximum(Tensor x, double y)' or 'Maximum(double x, Tensor y)'")]
    [InlineData("[|x > 0|] ? x : a(x)", "CS0019", "'x > 0' " + ByValue)]
    public Task Expression(string expression, string error, string message, string before = "") => Expect(
        $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) => {expression}; }}", error, message,
        before);

    /// <summary>What is said to be written has no errors itself.</summary>
    [Theory]
    [InlineData("x[0]", "x[0..1]")]
    [InlineData("x[-1]", "x[^1..]")]
    [InlineData("x[-1, -2]", "x[^1.., ^2..^1]")]
    [InlineData("x[.., -8]", "x[.., ^8..^7]")]
    [InlineData("x[x.Height - 1]", "x[(x.Height - 1)..(x.Height - 1 + 1)]")]
    [InlineData("x[^x.Rank]", "x[^x.Rank..^(x.Rank - 1)]")]
    [InlineData("torch.logsumexp(x)", "Max(x, axes) + Log(Sum(Exp(x - Max(x, axes)), axes))")]
    [InlineData("torch.var(x)", "Mean(Square(x - Mean(x, axes)), axes)")]
    [InlineData("torch.std(x)", "Sqrt(Mean(Square(x - Mean(x, axes)), axes))")]
    public async Task Said_is_right(string written, string said)
    {
        Diagnostic hint = Assert.Single(await Diagnose(written), diagnostic => diagnostic.Id == "FUS058");
        Assert.Contains($"write '{said}'", hint.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(await Diagnose($"a({said.Replace("axes", "Axes.Channels")})"));

        static Task<IReadOnlyList<Diagnostic>> Diagnose(string value) => Project.DiagnoseAsync(Project.Compile(
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) => {value}; }}"));
    }

    [Theory]
    [InlineData("Parameter gamma = new Parameter(8);", "'[Parameter(8)] Tensor gamma;'")]
    [InlineData("private readonly Parameter gamma = new(2, 8);", "'[Parameter(2, 8)] Tensor gamma;'")]
    [InlineData("nn.Parameter gamma = new nn.Parameter(torch.ones(8));", "'[Parameter(8)] Tensor gamma;'")]
    [InlineData("Parameter gamma;", "'[Parameter(dimensions, …)] Tensor gamma;'")]
    public async Task Field_has_the_type_of_a_parameter(string field, string declared)
    {
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(
            $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; {field} }}"));
        Diagnostic hint = Assert.Single(found, diagnostic => diagnostic.Id.StartsWith("FUS", StringComparison.Ordinal));
        Assert.Equal("FUS058: A parameter is a field of type Tensor, with its dimensions in brackets: declare " + declared,
            $"{hint.Id}: {hint.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    [Theory]
    [InlineData("var (y, h) = gru(x);", "gru(x)", "'gru(x)' is one tensor, the states of all steps; 'gru(x)[^1..]' is the last")]
    [InlineData("(Tensor y, Tensor h) = gru(x);", "gru(x)",
        "'gru(x)' is one tensor, the states of all steps; 'gru(x)[^1..]' is the last")]
    [InlineData("var (y, h) = fc(x);", "fc(x)", "'fc(x)' is one tensor; parts of its channels are 'Split(fc(x), …)'")]
    [InlineData("Tensor y; (y, _) = MaxPool(x, 2);", "MaxPool(x, 2)",
        "'MaxPool(x, 2)' is one tensor; parts of its channels are 'Split(MaxPool(x, 2), …)'")]
    public async Task One_tensor_has_no_parts(string statement, string place, string message)
    {
        string source = "[FusedNetwork(8, 3)] partial class Net { [Relu, Gru(4)] Layer gru; [Gru(4), Linear(4)] Layer fc; "
            + $"Tensor Forward(Tensor x) {{ {statement} return y; }} }}";
        IReadOnlyList<Diagnostic> found = await Project.DiagnoseAsync(Project.Compile(source));
        Assert.Contains(found, diagnostic => diagnostic.Id == "CS8129");
        Diagnostic hint = Assert.Single(found, diagnostic => diagnostic.Id == "FUS058");
        Assert.Equal(message, hint.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(place, source.Substring(hint.Location.SourceSpan.Start, hint.Location.SourceSpan.Length));
    }

    [Fact]
    public Task Method_that_Forward_calls() => Expect(
        "[FusedNetwork(8, 8, 3)] partial class Net { [Relu] Layer a; Tensor Forward(Tensor x) => Own(x); Tensor Own(Tensor x) => "
            + "a(x).[|Flatten|](); }",
        "CS1061", "A tensor has no 'Flatten'; write the function, whose first argument is the tensor: 'Flatten(Tensor x)'");

    /// <summary>What has another meaning here is not guessed at.</summary>
    [Theory]
    [InlineData("foo.relu(x)", "CS0103")]
    [InlineData("x.Depth", "CS1061")]
    [InlineData("Math.Max(\"a\", 0)", "CS1503")]
    [InlineData("a(3)", "CS1503")]
    public async Task Nothing_is_known(string expression, string error)
    {
        string source = $"[FusedNetwork(8, 8, 3)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) => {expression}; }}";
        Assert.Equal([error], (await Project.DiagnoseAsync(Project.Compile(source))).Select(diagnostic => diagnostic.Id));
    }

    /// <summary>Every name that the messages tell is one of an operation or function.</summary>
    [Fact]
    public void Names_exist()
    {
        var known = new HashSet<string>([
            .. typeof(Ops).GetMethods().Select(method => method.Name),
            .. typeof(OperationAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(OperationAttribute)))
                .Select(type => type.Name.Replace("Attribute", ""))]);
        Assert.Empty(ForeignNames.Ours.Except(known));
    }

    private static async Task Expect(string markup, string error, string message, string before = "")
    {
        int start = markup.IndexOf("[|", StringComparison.Ordinal), end = markup.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = markup.Replace("[|", "").Replace("|]", "");
        if (start < 0) (start, end) = (source.IndexOf("nn.", StringComparison.Ordinal), source.IndexOf("(10)", StringComparison.Ordinal));
        IReadOnlyList<Diagnostic> diagnostics = await Project.DiagnoseAsync(Project.Compile(source));
        Assert.Equal(new[] { error, "FUS058" }, diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order());
        Diagnostic hint = Assert.Single(diagnostics, diagnostic => diagnostic.Id == "FUS058");
        Assert.Equal(message, hint.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        TextSpan span = hint.Location.SourceSpan;
        Assert.Equal(source[(start - before.Length)..end], source.Substring(span.Start, span.Length));
    }
}
