using Fusion.Compiler.Graphs;
using Fusion.Tool.Assemblies;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion new</c>: the skeletons compile, with the generator, and load the files that they were made from.</summary>
public sealed class NewTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool> Files => new()
    {
        { "resnet", true },
        { "sorted resnet", true },
        { "vgg", true },
        { "mobilenet", true },
        { "perceptron", true },
        { "sequence 1d", true },
        { "convnext", false },
        { "transformer", false },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_skeleton_compiles_and_has_the_tensors_of_its_file(string kind, bool isComplete)
    {
        IReadOnlyList<(string Name, int[] Shape)> tensors = TensorLists.Of(kind);
        Check(Save(tensors), isComplete);
    }

    [Theory]
    [InlineData("resnet20-cifar10", true)]
    [InlineData("ppocr-cls-v2", true)]
    [InlineData("minifasnet-v2", true)]
    [InlineData("retinaface-mnet025", true)]
    public void A_skeleton_of_a_published_file_has_its_tensors(string model, bool isComplete)
    {
        string file = $"models/{model}/model.safetensors";
        if (SharedData.Has(file)) Check(SharedData.Path(file), isComplete);
    }

    [Fact]
    public void Repeats_are_folded_and_blocks_shared()
    {
        string text = ToolRun.Success("new", "--weights", Save(TensorLists.Of("resnet")), "--name", "ResNet").Out;
        Assert.Contains("Block<LayerBlock>(16, Repeat = 2)", text);
        Assert.Contains("[Conv(16, 7), BatchNorm]", text);
        Assert.Contains("public partial class ResNet\n", text);
        Assert.Contains("TODO", text);
        Assert.Contains("return v2 + v3;", text);
    }

    [Fact]
    public void It_writes_a_file_and_refuses_what_is_none_of_weights()
    {
        string weights = Save(TensorLists.Of("perceptron"));
        ToolRun.Success("new", "--weights", weights, "--output", _folder["Net.cs"]);
        Assert.Contains("public partial class Weights\n", File.ReadAllText(_folder["Net.cs"]));
        Assert.Contains("--force", ToolRun.Failure("new", "--weights", weights, "--output", _folder["Net.cs"]));
        Assert.Contains("no name of a class", ToolRun.Failure("new", "--weights", weights, "--name", "1Net"));
        Assert.Contains("no layer can be guessed", ToolRun.Failure("new", "--weights", Save([("a", [3])])));
    }

    /// <summary>A name in a file is data, whatever it says.</summary>
    [Theory]
    [InlineData("a\nusing static System.Console; //")]
    [InlineData("a\")] Layer q; [System.Obsolete] static void E() { } [Linear(3, Bias = false, Name = \"b.weight")]
    [InlineData("d\\.weight")]
    [InlineData("e\u2028public class Evil { }.weight")]
    [InlineData("f\u0085public class Evil { }.weight")]
    [InlineData("g\r.h.weight")]
    public void No_name_becomes_code(string name)
    {
        string file = Save([("fc.weight", [4, 3]), (name, [5, 4]), ("last.weight", [2, 5])]);
        string text = ToolRun.Success("new", "--weights", file, "--name", "Net").Out;
        foreach (var node in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes())
        {
            Assert.False(
                node is ClassDeclarationSyntax { Identifier.Text: "Evil" } or MethodDeclarationSyntax { Identifier.Text: "E" }, text);
            Assert.False(node is UsingDirectiveSyntax { Name: { } used } && used.ToString() is not ("Fusion" or "Fusion.Ops"), text);
        }

        GeneratedAssembly.Compile(text, _folder);
    }

    private void Check(string file, bool isComplete)
    {
        ToolRun run = ToolRun.Success("new", "--weights", file, "--name", "Net");
        Assert.Equal(isComplete, !run.Error.Contains("belong to no layer", StringComparison.Ordinal));
        string assembly = GeneratedAssembly.Compile(run.Out, _folder);
        Graph graph = NetworkAssembly.Read(assembly, ["Net"])[0].Sizes[0].Graph;
        var found = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Dimensions.ToArray());
        int missing = 0;
        foreach (WeightTensor tensor in StateDict.Load(file).Tensors)
        {
            if (tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) continue;
            if (found.Remove(tensor.Name, out int[]? shape))
                Assert.True(Shapes.Fit(shape, tensor.Dimensions), $"{tensor}: {string.Join("x", shape)}");
            else if (!run.Out.Contains($"// TODO: {tensor.Name} [", StringComparison.Ordinal)) Assert.Fail($"{tensor} is missing.");
            else missing++;
        }
        Assert.Empty(found.Keys);
        Assert.Equal(isComplete, missing == 0);
    }

    private string Save(IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        var weights = new StateDict();
        foreach (var (name, shape) in tensors) weights.Add(name, shape, new float[shape.Aggregate(1, (product, size) => product * size)]);
        weights.Save(_folder["weights.safetensors"]);
        return _folder["weights.safetensors"];
    }
}
