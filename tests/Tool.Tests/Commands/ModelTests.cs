using Fusion.Tests;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion import</c>, <c>verify</c>, <c>export</c> and <c>inspect</c> on real models.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataTheory("models/resnet20-cifar10")]
    [InlineData("models/resnet20-cifar10", "3 passed")]
    [InlineData("models/mnist-8", "3 passed")]
    public void A_model_is_verified_against_its_data(string model, string expected)
    {
        ToolRun run = ToolRun.Success("verify", SharedData.Path(model + "/model.onnx"));
        Assert.Contains(expected, run.Out);
        Assert.Contains("0 failed, 0 unsupported", run.Out);
    }

    [DataFact("models/resnet20-cifar10")]
    public void An_imported_model_is_exported_and_gives_the_same_in_another_engine()
    {
        string model = SharedData.Path("models/resnet20-cifar10/model.onnx");
        ToolRun run = ToolRun.Success("import", model, "--output", _folder["net"], "--name", "Resnet", "--namespace", "Nets");
        Assert.Contains("269,722 parameters", run.Out);
        Assert.Equal(["Resnet.cs", "Resnet.safetensors"], Directory.EnumerateFiles(_folder["net"]).Select(Path.GetFileName).Order());
        ToolRun.Success("export", _folder["net/Resnet.cs"], "--weights", _folder["net/Resnet.safetensors"], "--output",
            _folder["back.onnx"]);
        var input = TensorFile.Load("models/resnet20-cifar10/test_data_set_0/input_0.pb");
        float[] expected = OnnxRun.First(model, input), found = OnnxRun.First(_folder["back.onnx"], input);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4f);
    }

    [DataFact("models/ppocr-cls-v2")]
    public void Several_shapes_are_several_sizes()
    {
        string model = SharedData.Path("models/ppocr-cls-v2/model.onnx");
        string message = ToolRun.Failure("import", model, "--output", _folder["a"]);
        Assert.Contains("dimensions 2 and 3 are open. Give it, for example: --shape x=1x3x224x224", message);
        Assert.False(Directory.Exists(_folder["a"]));
        ToolRun.Success("import", model, "--output", _folder["a"], "--name", "Direction", "--shape", "x=1x3x48x192", "--shape",
            "x=1x3x32x100");
        string text = File.ReadAllText(_folder["a/Direction.cs"]);
        Assert.Contains("FusedNetwork(48, 192, 3", text);
        Assert.Contains("FusedNetwork(32, 100, 3", text);
        Assert.Contains("SqueezeExcite", text);
    }

    /// <summary>At this size the last blocks have one row, so that shapes are spelled in other ways.</summary>
    [DataFact("models/ppocr-cls-v2")]
    public void An_exported_size_is_the_same_network_when_it_is_imported_again()
    {
        string model = SharedData.Path("models/ppocr-cls-v2/model.onnx");
        ToolRun.Success("import", model, "--output", _folder["a"], "--name", "Direction", "--shape", "x=1x3x32x100");
        ToolRun.Success("export", _folder["a/Direction.cs"], "--weights", _folder["a/Direction.safetensors"], "--output",
            _folder["b.onnx"]);
        Assert.Contains("1 passed, 0 failed", ToolRun.Success("verify", _folder["b.onnx"]).Out);
    }

    [DataFact("models/resnet20-cifar10")]
    public void Two_models_with_blocks_of_one_name_are_kept_apart()
    {
        string model = SharedData.Path("models/resnet20-cifar10/model.onnx");
        ToolRun.Success("import", model, "--output", _folder["a"], "--name", "One");
        ToolRun.Success("import", model, "--output", _folder["a"], "--name", "Two");
        string one = File.ReadAllText(_folder["a/One.cs"]), two = File.ReadAllText(_folder["a/Two.cs"]);
        Assert.Contains("[Block]", one);
        Assert.StartsWith("// From model.onnx, whose weights are in One.safetensors.", one);
        // Both are in one project.
        string all = _folder.Write("Both.cs", System.Text.Encoding.UTF8.GetBytes(one + Body(two)));
        ToolRun.Success(
            "export", all, "--network", "Two", "--weights", _folder["a/Two.safetensors"], "--output", _folder["two.onnx"]);

        static string Body(string source) => source[source.IndexOf("[FusedNetwork", StringComparison.Ordinal)..];
    }

    [DataFact("models/mnist-8")]
    public void A_model_is_verified_on_a_GPU_where_there_is_one()
    {
        ToolRun run = ToolRun.Of("verify", SharedData.Path("models/mnist-8/model.onnx"), "--gpu");
        if (run.Code == 0) Assert.Matches(@"Portable, [^,]+ against the expected outputs", run.Out);
        else Assert.Contains("--gpu: there is no GPU", run.Error);
    }

    [DataFact("models/mnist-8")]
    public void Files_that_are_missing_or_incomplete_fail()
    {
        string data = SharedData.Path("models/mnist-8");
        ToolRun missing = ToolRun.Of("verify", _folder["nothere.onnx"], data + "/model.onnx");
        Assert.Equal(1, missing.Code);
        Assert.Contains("1 of 4 cases failed", missing.Error);
        Directory.CreateDirectory(_folder["bad/test_data_set_0"]);
        File.Copy(data + "/model.onnx", _folder["bad/model.onnx"]);
        File.Copy(data + "/test_data_set_0/input_0.pb", _folder["bad/test_data_set_0/input_0.pb"]);
        ToolRun incomplete = ToolRun.Of("verify", _folder["bad/model.onnx"]);
        Assert.Equal(1, incomplete.Code);
        Assert.Contains("0 outputs", incomplete.Out);
    }

    [DataFact("models/mnist-8")]
    public void Files_are_replaced_only_by_force()
    {
        string model = SharedData.Path("models/mnist-8/model.onnx");
        ToolRun.Success("import", model, "--output", _folder["."], "--name", "Digits");
        Assert.Contains("is there already", ToolRun.Failure("import", model, "--output", _folder["."], "--name", "Digits"));
        ToolRun.Success("import", model, "--output", _folder["."], "--name", "Digits", "--force");
    }

    [DataFact("models/mnist-8")]
    public void A_shape_of_no_input_is_refused()
    {
        string model = SharedData.Path("models/mnist-8/model.onnx");
        Assert.Contains("no input 'y'", ToolRun.Failure("import", model, "--output", _folder["a"], "--shape", "y=1x1x28x28"));
        Assert.Contains("as in x=1x3x224x224", ToolRun.Failure("import", model, "--output", _folder["a"], "--shape", "1x1x28x28"));
    }

    [DataFact("models/mnist-8")]
    public void Inspecting_a_model_lists_its_operators()
    {
        ToolRun run = ToolRun.Success("inspect", SharedData.Path("models/mnist-8/model.onnx"));
        Assert.Contains("ONNX, opset 8", run.Out);
        Assert.Contains("MaxPool", run.Out);
    }

    [DataFact("models/mnist-8")]
    public void A_model_is_timed_beside_another_engine()
    {
        ToolRun run = ToolRun.Success("bench", SharedData.Path("models/mnist-8/model.onnx"), "--seconds", "0.2");
        Assert.Matches(@"times its speed \(1 thread, medians of \d+ runs each", run.Out);
        Assert.Contains("--threads 0", ToolRun.Failure("bench", SharedData.Path("models/mnist-8/model.onnx"), "--threads", "0"));
    }

    /// <summary>The published outputs of this case are not what ONNX Runtime computes.</summary>
    [DataFact("onnx-node/test_resize_downsample_scales_cubic_align_corners")]
    public void A_case_whose_expected_outputs_are_disputed_is_told_from_one_that_fails()
    {
        ToolRun run = ToolRun.Success(
            "verify", SharedData.Path("onnx-node/test_resize_downsample_scales_cubic_align_corners/model.onnx"));
        Assert.Contains("but ONNX Runtime has the same results", run.Out);
        Assert.Contains("0 passed, 0 failed, 0 unsupported, 1 disputed", run.Out);
    }

    [DataFact("models/mnist-8")]
    public void Expected_outputs_that_another_engine_has_not_either_are_doubted()
    {
        string data = SharedData.Path("models/mnist-8");
        Directory.CreateDirectory(_folder["bad/test_data_set_0"]);
        File.Copy(data + "/model.onnx", _folder["bad/model.onnx"]);
        File.Copy(data + "/test_data_set_0/input_0.pb", _folder["bad/test_data_set_0/input_0.pb"]);
        File.Copy(data + "/test_data_set_1/output_0.pb", _folder["bad/test_data_set_0/output_0.pb"]);
        ToolRun run = ToolRun.Of("verify", _folder["bad/model.onnx"], "--json");
        Assert.Equal(0, run.Code);
        Assert.Contains("disputed", run.Out);
        Assert.Contains("note: 1 of 1 cases", run.Error);
    }

    [DataFact("models/mnist-8")]
    public void A_folder_of_cases_that_is_one_has_its_name() => Assert.Contains(
        "passed       mnist-8/test_data_set_0", ToolRun.Success("verify", "--cases", SharedData.Path("models/mnist-8")).Out);

    [DataFact("models/mnist-8")]
    public void A_shape_that_does_not_fit_says_what_was_expected()
    {
        string message = ToolRun.Of(
            "import", SharedData.Path("models/mnist-8/model.onnx"), "--output", _folder["a"], "--shape", "Input3=1x3x28x28").Error;
        Assert.Contains("takes 1 channels, but the input [1, 3, 28, 28] has 3", message);
    }

    [DataFact("models/mnist-8")]
    public void Places_and_names_that_cannot_be_are_refused_before_anything_is_made()
    {
        string model = SharedData.Path("models/mnist-8/model.onnx"), file = _folder.Write("file", [1]);
        Assert.Contains("is a file; a folder was expected", ToolRun.Failure("import", model, "--output", file + "/a"));
        Assert.Contains("a word of C#", ToolRun.Failure("import", model, "--output", _folder["a"], "--name", "class"));
        Assert.Contains("System's own", ToolRun.Failure("import", model, "--output", _folder["a"], "--namespace", "System"));
        Assert.Contains("too long", ToolRun.Failure("import", model, "--output", _folder["a"], "--name", new string('A', 300)));
        Assert.Contains("is a folder", ToolRun.Failure("import", _folder["."], "--output", _folder["a"]));
        Assert.Contains("C# with a declaration was expected", ToolRun.Failure(
            "export", _folder["."], "--weights", file, "--output", _folder["a.onnx"]));
        Assert.Equal(["file"], _folder.Files);
        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Theory]
    [InlineData("Gru(6)")]
    [InlineData("Lstm(6, Reverse = true)")]
    [InlineData("Rnn(6, Bias = false)")]
    public void A_recurrent_layer_comes_back(string layer)
    {
        string declaration = $"using Fusion; [FusedNetwork(7, 5)] public partial class Net {{ [{layer}] Layer rnn; }}";
        string source = _folder.Write("Net.cs", System.Text.Encoding.UTF8.GetBytes(declaration));
        int gates = layer[0] switch { 'G' => 3, 'L' => 4, _ => 1 };
        var weights = new StateDict();
        var random = new Random(1);
        foreach (string kind in new[] { "ih", "hh" })
        {
            weights.Add($"rnn.weight_{kind}_l0", [6 * gates, kind == "ih" ? 5 : 6], Numbers(6 * gates * (kind == "ih" ? 5 : 6)));
            if (!layer.Contains("Bias")) weights.Add($"rnn.bias_{kind}_l0", [6 * gates], Numbers(6 * gates));
        }

        weights.Save(_folder["w.safetensors"]);
        ToolRun.Success("export", source, "--weights", _folder["w.safetensors"], "--output", _folder["a.onnx"]);
        Assert.Contains("1 passed, 0 failed", ToolRun.Success("verify", _folder["a.onnx"]).Out);
        ToolRun.Success("import", _folder["a.onnx"], "--output", _folder["b"], "--name", "Back");
        string text = File.ReadAllText(_folder["b/Back.cs"]);
        Assert.True(text.Contains($"[{layer}]", StringComparison.Ordinal), text);
        foreach (WeightTensor tensor in StateDict.Load(_folder["b/Back.safetensors"]).Tensors)
            Assert.Contains(weights.Tensors, own => own.Values.SequenceEqual(tensor.Values));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    [Fact]
    public void A_short_name_of_two_networks_is_refused()
    {
        string source = _folder.Write("Two.cs", """
            using Fusion;
            namespace A { [FusedNetwork(2)] public partial class Two { [Linear(2)] Layer fc; } }
            namespace B { [FusedNetwork(2)] public partial class Two { [Linear(2)] Layer fc; } }
            """u8.ToArray());
        Assert.Contains("one of A.Two, B.Two", ToolRun.Failure(
            "export", source, "--weights", "none.safetensors", "--output", _folder["a.onnx"], "--network", "Two"));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_all_named_and_those_left_over_are_told()
    {
        string source = _folder.Write("Two.cs", """
            using Fusion;
            [FusedNetwork(2)] public partial class Two { [Linear(2), Linear(1)] Layer fc; }
            """u8.ToArray());
        var weights = new StateDict();
        weights.Add("fc.0.weight", [2, 2], [1, float.NaN, 3, 4]);
        weights.Add("fc.0.bias", [2], [1, 2]);
        weights.Save(_folder["w.safetensors"]);
        string message = ToolRun.Failure(
            "export", source, "--weights", _folder["w.safetensors"], "--output", _folder["a.onnx"]);
        Assert.Contains("'fc.1.weight'", message);
        Assert.Contains("'fc.1.bias'", message);
        weights.Add("fc.1.weight", [1, 2], [1, 2]);
        weights.Add("fc.1.bias", [1], [1]);
        weights.Add("other", [1], [1]);
        weights.Save(_folder["w.safetensors"]);
        ToolRun run = ToolRun.Success("export", source, "--weights", _folder["w.safetensors"], "--output", _folder["a.onnx"]);
        Assert.Contains("1 of the file's 5 tensors", run.Error);
        Assert.Contains("NaN or infinity is in fc.0.weight", run.Error);
        Assert.Contains("NaN or infinity is in", ToolRun.Success("import", _folder["a.onnx"], "--output", _folder["b"]).Error);
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        string file = _folder.Write("a.onnx", [1, 2, 3, 4]);
        Assert.Contains("no ONNX model", ToolRun.Failure("import", file, "--output", _folder["a"]));
        Assert.Contains("No model is given", ToolRun.Failure("verify"));
    }

    [Fact]
    public void A_declaration_is_exported_and_verified_against_another_engine()
    {
        string source = _folder.Write("Tiny.cs", System.Text.Encoding.UTF8.GetBytes("""
            [FusedNetwork(8, 8, 3)]
            public partial class Tiny
            {
                [Conv(4, 3), Relu, GlobalAveragePool, Linear(2)] Layer layers;
            }
            """));
        var weights = new StateDict();
        weights.Add("layers.0.weight", [4, 3, 3, 3], [.. Enumerable.Range(0, 108).Select(i => MathF.Sin(i))]);
        weights.Add("layers.0.bias", [4], [0, 1, 2, 3]);
        weights.Add("layers.3.weight", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
        weights.Add("layers.3.bias", [2], [0, 1]);
        weights.Save(_folder["tiny.safetensors"]);
        ToolRun.Success("export", source, "--weights", _folder["tiny.safetensors"], "--output", _folder["tiny.onnx"]);
        ToolRun run = ToolRun.Success("verify", _folder["tiny.onnx"]);
        Assert.Contains("against ONNX Runtime", run.Out);
        Assert.Contains("1 passed, 0 failed, 0 unsupported", run.Out);
    }
}
