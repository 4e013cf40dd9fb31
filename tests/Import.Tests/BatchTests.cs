using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>Where the file leaves the first dimension open, a model that mixes samples is no network of one sample.</summary>
public sealed class BatchTests
{
    public static TheoryData<string> Mixing =>
    [
        "mean", "max of all", "softmax", "cumulative sum", "fold", "flatten", "swap and reshape", "product", "slice", "concat", "pad",
        "constant", "count", "constant in front", "norm", "gather", "split", "expand",
    ];

    [Theory]
    [MemberData(nameof(Mixing))]
    public void Samples_that_are_mixed_are_refused(string how)
    {
        var model = new OnnxText();
        string result = Mix(model, how);
        ModelFile file = Open(model.Build(model.Add("Relu", [result]), 1, 4, 6));
        var exception = Assert.Throws<UnsupportedException>(() => ModelImporter.Import(file, new ImportOptions()));
        Assert.Contains("works across the first dimension", exception.Message);
        Assert.Contains("--shape x=1x4x6", exception.Message);
        // Who says that there is one sample gets it, and a note.
        ImportedModel one = ModelImporter.Import(file, new ImportOptions { Shapes = new Dictionary<string, int[]> { ["x"] = [1, 4, 6] } });
        Assert.Contains("each sample is computed alone", Assert.Single(one.Notes));
        // A file that fixes it, too.
        Assert.Empty(ModelImporter.Import(Fixed(file, 1), new ImportOptions()).Notes);
    }

    private static string Mix(OnnxText model, string how) => how switch
    {
        "mean" => model.Add("ReduceMean", ["x"], ("axes", new long[] { 0 })),
        "max of all" => model.Add("ReduceMax", ["x"]),
        "softmax" => model.Add("Softmax", ["x"], ("axis", 0)),
        "cumulative sum" => model.Add("CumSum", ["x", model.Longs(0)]),
        "fold" => model.Add("ReduceMax", [model.Add("Reshape", ["x", model.Longs(1, -1, 6)])], ("axes", new long[] { 1 })),
        "flatten" => model.Add("Softmax", [model.Add("Flatten", ["x"], ("axis", 0))]),
        "swap and reshape" => model.Add("Softmax", [model.Add("Reshape",
            [model.Add("Transpose", ["x"], ("perm", new long[] { 1, 0, 2 })), model.Longs(2, -1)])]),
        "product" => model.Add("MatMul", [model.Add("Transpose", ["x"], ("perm", new long[] { 1, 2, 0 })),
            model.Add("Transpose", ["x"], ("perm", new long[] { 1, 0, 2 }))]),
        "slice" => model.Add("Slice", ["x", model.Longs(0), model.Longs(1), model.Longs(0)]),
        "concat" => model.Add("Concat", ["x", "x"], ("axis", 0)),
        "pad" => model.Add("Pad", ["x", model.Longs(1, 0, 0, 0, 0, 0)]),
        "constant" => model.Add("Mul", ["x", model.Add("Cast", [model.Add("Range", [model.Scalar(0), Count(model), model.Scalar(1)])],
            ("to", 1)) is var numbers ? model.Add("Unsqueeze", [numbers, model.Longs(1, 2)]) : ""]),
        "count" => model.Add("Div", ["x", model.Add("Cast", [Count(model)], ("to", 1))]),
        "constant in front" => model.Add("Concat", [model.Random("first", 1, 4, 6), "x"], ("axis", 0)),
        "norm" => model.Add("LpNormalization", ["x"], ("axis", 0)),
        "gather" => model.Add("Gather", ["x", model.Longs(0)], ("axis", 0)),
        "split" => model.Add("Slice", ["x", model.Longs(-1), model.Longs(100), model.Longs(0)]),
        "expand" => model.Add("Add", ["x", model.Add("Unsqueeze",
            [model.Add("Transpose", [model.Add("ReduceMean", ["x"], ("axes", new long[] { 2 }), ("keepdims", 0))],
                ("perm", new long[] { 1, 0 })), model.Longs(0)]) is var turned ? model.Add("ReduceSum", [turned, model.Longs(2)]) : ""]),
        _ => throw new ArgumentException(how),
    };

    public static TheoryData<string> Independent =>
        ["class token", "mask", "heads in the batch", "own shape", "merged result", "state of zeros"];

    [Theory]
    [MemberData(nameof(Independent))]
    public void Samples_that_are_independent_are_imported(string how)
    {
        var model = new OnnxText();
        ImportedModel imported = ModelImporter.Import(Open(model.Build(Keep(model, how), 1, 4, 6)), new ImportOptions());
        Assert.Empty(imported.Notes);
    }

    private static string Keep(OnnxText model, string how)
    {
        string Shape(params string[] sizes) => model.Add("Concat", sizes, ("axis", 0));
        string count = model.Add("Unsqueeze", [Count(model), model.Longs(0)]);
        switch (how)
        {
            case "class token":
                string token = model.Add("Expand", [model.Random("token", 1, 1, 6), Shape(count, model.Longs(1, 6))]);
                return model.Add("Relu", [model.Add("Concat", [token, "x"], ("axis", 1))]);
            case "mask":
                return model.Add("Add", ["x", model.Add("Expand", [model.Random("mask", 1, 4, 6), Shape(count, model.Longs(1, 1))])]);
            case "heads in the batch":
                string cut = model.Add("Reshape", ["x", Shape(count, model.Longs(4, 2, 3))]);
                string turned = model.Add("Transpose", [cut], ("perm", new long[] { 0, 2, 1, 3 }));
                string folded = model.Add("Reshape", [turned, model.Longs(-1, 4, 3)]);
                string scores = model.Add("MatMul", [folded, model.Add("Transpose", [folded], ("perm", new long[] { 0, 2, 1 }))]);
                string mixed = model.Add("MatMul", [model.Add("Softmax", [scores], ("axis", -1)), folded]);
                return model.Add("Reshape", [mixed, model.Longs(-1, 2, 4, 3)]);
            case "own shape":
                return model.Add("Relu", [model.Add("Reshape", ["x", Shape(count, model.Longs(-1))])]);
            case "merged result":
                return model.Add("Reshape", [model.Add("Relu", ["x"]), model.Longs(-1, 6)]);
            case "state of zeros":
                string sequence = model.Add("Transpose", ["x"], ("perm", new long[] { 1, 0, 2 }));
                string zeros = model.Add("ConstantOfShape", [Shape(model.Longs(1), count, model.Longs(3))]);
                string states = model.AddMany("GRU", [sequence, model.Random("W", 1, 9, 6), model.Random("R", 1, 9, 3), "", "", zeros], 1,
                    ("hidden_size", 3), ("linear_before_reset", 1))[0];
                return model.Add("Transpose", [states], ("perm", new long[] { 2, 0, 1, 3 }));
            default: throw new ArgumentException(how);
        }
    }

    /// <summary>Each sample's result is right, but lies elsewhere than in the model's.</summary>
    [Theory]
    [InlineData("sequence first")]
    [InlineData("repeated")]
    public void Results_whose_batch_is_not_the_first_dimension_are_noted(string how)
    {
        var model = new OnnxText();
        string result = how == "repeated" ? model.Add("Tile", ["x", model.Longs(2, 1, 1)]) : model.Add("MatMul",
            [model.Add("Transpose", ["x"], ("perm", new long[] { 1, 0, 2 })), model.Random("w", 6, 3)]);
        ImportedModel imported = ModelImporter.Import(Open(model.Build(result, 1, 4, 6)), new ImportOptions());
        Assert.Contains("sample after sample", Assert.Single(imported.Notes));
    }

    /// <summary>A second input that has no batch is the same for every sample.</summary>
    [Fact]
    public void An_input_without_a_batch_is_repeated()
    {
        var model = new OnnxText();
        ModelFile file = Open(model.Build(model.Add("Add", ["x", "y"]), 1, 4, 6));
        file = file with
        {
            Graph = file.Graph with
            {
                Inputs = [.. file.Graph.Inputs, new ModelValue("y", ElementType.Float32, [new(4, ""), new(6, "")])],
            },
        };
        Assert.Contains("'y' has no open batch", Assert.Single(ModelImporter.Import(file, new ImportOptions()).Notes));
    }

    /// <summary>A file that says that its first dimension is open, and then that it is 1.</summary>
    [Fact]
    public void A_model_that_holds_for_one_sample_only_is_imported_with_a_note()
    {
        var model = new OnnxText();
        string result = model.Add("Relu", [model.Add("Reshape", ["x", model.Longs(1, 24)])]);
        ImportedModel imported = ModelImporter.Import(Open(model.Build(result, 1, 4, 6)), new ImportOptions());
        Assert.Contains("holds for one sample only", Assert.Single(imported.Notes));
    }

    [Fact]
    public void An_input_that_nothing_uses_is_noted()
    {
        var model = new OnnxText();
        ModelFile file = model.Build(model.Add("Relu", ["x"]), 1, 4, 6);
        var unused = new ModelValue("mask", ElementType.Float32, [new(1, ""), new(6, "")]);
        file = file with { Graph = file.Graph with { Inputs = [.. file.Graph.Inputs, unused] } };
        string note = Assert.Single(ModelImporter.Import(file, new ImportOptions()).Notes);
        Assert.Equal("The model uses its input 'mask' for nothing.", note);
    }

    private static string Count(OnnxText model) => model.Add("Gather", [model.Add("Shape", ["x"]), model.Scalar(0)]);

    private static ModelFile Open(ModelFile file) => First(file, new ModelDimension(null, "N"));

    private static ModelFile Fixed(ModelFile file, int size) => First(file, new ModelDimension(size, ""));

    private static ModelFile First(ModelFile file, ModelDimension first)
    {
        ModelValue input = file.Graph.Inputs[0];
        return file with { Graph = file.Graph with { Inputs = [input with { Dimensions = [first, .. input.Dimensions!.Skip(1)] }] } };
    }
}
