using Fusion.Compiler.Reference;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>Operations that exporters take apart come out whole.</summary>
public sealed class RecognitionTests
{
    [Fact]
    public void Silu()
    {
        var model = new OnnxText();
        AssertIs("Silu", model.Import(model.Add("Mul", ["x", model.Add("Sigmoid", ["x"])]), 1, 8, 4, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HardSwish(bool dividesFirst)
    {
        var model = new OnnxText();
        string six = model.Add("Clip", [model.Add("Add", ["x", model.Float(3)]), model.Float(0), model.Float(6)]);
        string result = dividesFirst
            ? model.Add("Mul", ["x", model.Add("Div", [six, model.Float(6)])])
            : model.Add("Div", [model.Add("Mul", ["x", six]), model.Float(6)]);
        AssertIs("HardSwish", model.Import(result, 1, 8, 4, 4));
    }

    /// <summary>The learnable affine blocks of PP-LCNet: scale and shift of the network before and behind the hard swish.</summary>
    [Fact]
    public void HardSwishBetweenScales()
    {
        var model = new OnnxText();
        string scaled = model.Add("Add", [model.Add("Mul", ["x", model.Float(1.9f)]), model.Float(0.8f)]);
        string six = model.Add("Clip", [model.Add("Add", [scaled, model.Float(3)]), model.Float(0), model.Float(6)]);
        string swish = model.Add("Div", [model.Add("Mul", [scaled, six]), model.Float(6)]);
        string result = model.Add("Add", [model.Add("Mul", [swish, model.Float(0.7f)]), model.Float(-0.5f)]);
        ImportedModel imported = model.Import(result, 1, 8, 4, 4);
        Assert.Equal([new Affine(1.9, 0.8), new HardSwish(), new Affine(0.7, -0.5)],
            imported.Graph.Nodes.Skip(1).Select(node => node.Operation));
    }

    /// <summary>Positions of one row: nothing is reshaped between the parts, and so they are found.</summary>
    [Fact]
    public void SiluInOneRow()
    {
        var model = new OnnxText();
        string y = model.Add("Conv", ["x", model.Random("w", 6, 8, 1, 3)], ("pads", new long[] { 0, 1, 0, 1 }));
        ImportedModel imported = model.Import(model.Add("Mul", [y, model.Add("Sigmoid", [y])]), 1, 8, 1, 20);
        Assert.Equal(["Input", "Conv", "Silu"], imported.Graph.Nodes.Select(node => node.Operation.Kind));
    }

    /// <summary>Heads of positions in one row, cut from one product, the scale multiplied to the queries (as SVTR does).</summary>
    [Fact]
    public void AttentionInOneRow()
    {
        const int Length = 20, Heads = 8, Size = 15, Channels = Heads * Size;
        var model = new OnnxText();
        string y = model.Add("Conv", ["x", model.Random("w", Channels, 8, 1, 1)]);
        string row = model.Add("Reshape", [y, model.Longs(1, Channels, Length)]);
        string tokens = model.Add("Transpose", [row], ("perm", new long[] { 0, 2, 1 }));
        string all = model.Add("MatMul", [tokens, model.Random("qkv", Channels, 3 * Channels)]);
        string parts = model.Add("Transpose", [model.Add("Reshape", [all, model.Longs(1, Length, 3, Heads, Size)])],
            ("perm", new long[] { 2, 0, 3, 1, 4 }));
        string[] qkv = [.. Enumerable.Range(0, 3).Select(part => model.Add("Squeeze",
            [model.Add("Slice", [parts, model.Longs(part), model.Longs(part + 1), model.Longs(0)]), model.Longs(0)]))];
        string scaled = model.Add("Mul", [qkv[0], model.Float(1 / MathF.Sqrt(Size))]);
        string keys = model.Add("Transpose", [qkv[1]], ("perm", new long[] { 0, 1, 3, 2 }));
        string scores = model.Add("Softmax", [model.Add("MatMul", [scaled, keys])], ("axis", 3));
        string result = model.Add("Transpose", [model.Add("MatMul", [scores, qkv[2]])], ("perm", new long[] { 0, 2, 1, 3 }));
        ImportedModel imported = model.Import(model.Add("Reshape", [result, model.Longs(1, Length, Channels)]), 1, 8, 1, Length);
        Attention attention = Assert.Single(imported.Graph.Nodes.Select(node => node.Operation).OfType<Attention>());
        Assert.Equal(new Attention(Heads, false, null), attention);
        Assert.DoesNotContain(imported.Graph.Nodes, node => node.Operation is Softmax or MatMul or Transpose);
    }

    /// <summary>Sizes that give way to one scale: positions come from the scale, and not from the sizes.</summary>
    [Fact]
    public void KeptAspectRatiosAreScales()
    {
        var model = new OnnxText(18);
        string result = model.Add("Resize", ["x", "", "", model.Longs(10, 10)], ("mode", "linear"),
            ("axes", new long[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_larger"));
        ImportedModel imported = model.Import(result, 1, 2, 5, 7);
        Assert.Equal([7, 10, 2], imported.Graph.Nodes[^1].Shape.Dimensions);
        double[] rows = [.. Enumerable.Range(0, 5 * 7 * 2).Select(i => (double)(i / 14))];
        var inputs = new Dictionary<string, double[]> { ["x"] = rows };
        double[] found = ReferenceInterpreter.Run(imported.Graph, new Dictionary<string, double[]>(), inputs).Values.Single();
        // (p + 1/2) / (10/7) - 1/2, as ONNX Runtime has it.
        for (int row = 0; row < 7; row++) Assert.Equal(Math.Clamp((row + 0.5) * 0.7 - 0.5, 0, 4), found[row * 20], 1e-6);
    }

    [Fact]
    public void StatisticsOfPositionsAreRefused()
    {
        var model = new OnnxText(7);
        string[] inputs = ["x", .. new[] { "w", "b", "m", "v" }.Select(name => model.Random(name, 2, 3))];
        string result = model.Add("BatchNormalization", inputs, ("spatial", 0));
        Assert.Contains("spatial is 0", Assert.Throws<UnsupportedException>(() => model.Import(result, 1, 2, 3)).Message);
    }

    /// <summary>Names of the model that are one identifier in C#.</summary>
    [Fact]
    public void InputsOfOneIdentifierAreTwo()
    {
        var model = new OnnxText();
        ModelFile file = model.Build(model.Add("Add", ["a.b", "a/b"]), 1, 8);
        ModelValue Input(string name) => file.Graph.Inputs[0] with { Name = name };
        file = file with { Graph = file.Graph with { Inputs = [Input("a.b"), Input("a/b")] } };
        ImportedModel imported = ModelImporter.Import(file, new ImportOptions());
        Assert.Equal(["a_b", "a_b_2"], imported.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void LimitsMayBeComputed()
    {
        var model = new OnnxText();
        string least = model.Add("Sub", [model.Add("ReduceMax", ["x"], ("keepdims", 0)), model.Float(80)]);
        ImportedModel imported = model.Import(model.Add("Clip", ["x", least, model.Float(float.PositiveInfinity)]), 1, 8, 4, 4);
        Assert.Equal("Maximum", imported.Graph.Nodes[^1].Operation.Kind);
    }

    [Fact]
    public void HardSwishOfHardSigmoid()
    {
        var model = new OnnxText();
        AssertIs("HardSwish", model.Import(model.Add("Mul", [model.Add("HardSigmoid", ["x"], ("alpha", 1 / 6f)), "x"]), 1, 8, 4, 4));
    }

    [Fact]
    public void Mish()
    {
        var model = new OnnxText();
        AssertIs("Mish", model.Import(model.Add("Mul", ["x", model.Add("Tanh", [model.Add("Softplus", ["x"])])]), 1, 8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void GeluOfTheErrorFunction(int where)
    {
        var model = new OnnxText();
        string erf = model.Add("Erf", [model.Add("Div", ["x", model.Float(MathF.Sqrt(2))])]);
        string gate = model.Add("Add", [erf, model.Float(1)]), half = model.Float(0.5f);
        string result = where switch
        {
            0 => model.Add("Mul", [model.Add("Mul", ["x", gate]), half]),
            1 => model.Add("Mul", [model.Add("Mul", ["x", half]), gate]),
            _ => model.Add("Mul", ["x", model.Add("Mul", [gate, half])]),
        };
        AssertIs("Gelu", model.Import(result, 1, 6, 8));
    }

    [Fact]
    public void GeluOfTanh()
    {
        var model = new OnnxText();
        string cube = model.Add("Mul", [model.Add("Pow", ["x", model.Float(3)]), model.Float(0.044715f)]);
        string tanh = model.Add("Tanh", [model.Add("Mul", [model.Add("Add", ["x", cube]), model.Float(MathF.Sqrt(2 / MathF.PI))])]);
        string result = model.Add("Mul", [model.Add("Mul", ["x", model.Add("Add", [tanh, model.Float(1)])]), model.Float(0.5f)]);
        Graph graph = AssertIs("Gelu", model.Import(result, 1, 6, 8));
        Assert.True(((Compiler.Operations.Gelu)graph.Nodes[1].Operation).Approximate);
    }

    [Fact]
    public void AnErrorFunctionAloneIsRefused()
    {
        var model = new OnnxText();
        var exception = Assert.Throws<UnsupportedException>(() => model.Import(model.Add("Erf", ["x"]), 1, 8));
        Assert.Contains("GELU", exception.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LayerNorm(bool ofPow)
    {
        var model = new OnnxText();
        string mean = model.Add("ReduceMean", ["x"], ("axes", new long[] { -1 }), ("keepdims", 1));
        string centred = model.Add("Sub", ["x", mean]);
        string square = ofPow ? model.Add("Pow", [centred, model.Float(2)]) : model.Add("Mul", [centred, centred]);
        string variance = model.Add("ReduceMean", [square], ("axes", new long[] { -1 }), ("keepdims", 1));
        string deviation = model.Add("Sqrt", [model.Add("Add", [variance, model.Float(1e-6f)])]);
        string scaled = model.Add("Mul", [model.Add("Div", [centred, deviation]), model.Random("norm.weight", 8)]);
        ImportedModel imported = model.Import(model.Add("Add", [scaled, model.Random("norm.bias", 8)]), 1, 6, 8);
        Graph graph = AssertIs("LayerNorm", imported);
        var norm = (Compiler.Operations.LayerNorm)graph.Nodes[1].Operation;
        Assert.Equal(("norm", true, 1e-6), (norm.Path, norm.Affine, norm.Epsilon));
        Assert.Equal(["norm.bias", "norm.weight"], imported.Weights.Keys.Order());
    }

    [Fact]
    public void ChannelShuffle()
    {
        var model = new OnnxText();
        string cut = model.Add("Reshape", ["x", model.Longs(1, 2, 4, 5, 5)]);
        string turned = model.Add("Transpose", [cut], ("perm", new long[] { 0, 2, 1, 3, 4 }));
        Graph graph = AssertIs("ChannelShuffle", model.Import(model.Add("Reshape", [turned, model.Longs(1, 8, 5, 5)]), 1, 8, 5, 5));
        Assert.Equal(2, ((Compiler.Operations.ChannelShuffle)graph.Nodes[1].Operation).Groups);
    }

    [Fact]
    public void PixelShuffleAsReshapes()
    {
        var model = new OnnxText();
        string cut = model.Add("Reshape", ["x", model.Longs(1, 3, 2, 2, 4, 5)]);
        string turned = model.Add("Transpose", [cut], ("perm", new long[] { 0, 1, 4, 2, 5, 3 }));
        ImportedModel imported = model.Import(model.Add("Reshape", [turned, model.Longs(1, 3, 8, 10)]), 1, 12, 4, 5);
        Assert.Equal(["Input", "ChannelShuffle", "DepthToSpace"], imported.Graph.Nodes.Select(node => node.Operation.Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AttentionOfHeads(int batch)
    {
        const int length = 5, channels = 8, heads = 2;
        var model = new OnnxText();
        string Head(string name, params long[] order)
        {
            string projected = model.Add("Add",
                [model.Add("MatMul", ["x", model.Random($"{name}.weight", channels, channels)]), model.Random($"{name}.bias", channels)]);
            string cut = model.Add("Reshape", [projected, model.Longs(batch, length, heads, channels / heads)]);
            return model.Add("Transpose", [cut], ("perm", order));
        }

        string scores = model.Add("MatMul", [Head("q", 0, 2, 1, 3), Head("k", 0, 2, 3, 1)]);
        string shares = model.Add("Softmax", [model.Add("Div", [scores, model.Float(2)])], ("axis", -1));
        string mixed = model.Add("Transpose", [model.Add("MatMul", [shares, Head("v", 0, 2, 1, 3)])], ("perm", new long[] { 0, 2, 1, 3 }));
        ImportedModel imported = model.Import(model.Add("Reshape", [mixed, model.Longs(batch, length, channels)]), batch, length, channels);
        Assert.Equal(batch, imported.Batch);
        Assert.Equal(["Attention", "Input", "Linear", "Linear", "Linear"],
            imported.Graph.Nodes.Select(node => node.Operation.Kind).Order());
    }

    /// <summary>The model is its input and one operation.</summary>
    private static Graph AssertIs(string kind, ImportedModel model)
    {
        Assert.Equal(["Input", kind], model.Graph.Nodes.Select(node => node.Operation.Kind));
        return model.Graph;
    }
}
