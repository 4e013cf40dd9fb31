using System.Diagnostics;
using Fusion.Import.Protocol;
using Fusion.Tests;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion verify</c>: what counts as what, and inputs that the command line speaks of.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float64)]
    public void Models_of_other_floats_are_compared_as_they_are_or_in_32_bits(ElementType type)
    {
        string file = _folder.Write("a.onnx", Product(type));
        ToolRun run = ToolRun.Success("verify", file);
        Assert.Contains("1 passed, 0 failed, 0 unsupported", run.Out);
        run = ToolRun.Success("import", file, "--output", _folder["net"]);
        Assert.Contains($"'x' holds {type}", run.Error);
        Assert.Contains($"weights of the type {type}", run.Error);
        Assert.Contains($"holds {type}", File.ReadAllText(_folder["net/A.cs"]));
    }

    /// <summary>Exceptions and completion name the parameters as the comment does.</summary>
    [Fact]
    public void The_comment_above_a_class_has_the_names_of_the_generated_method()
    {
        string file = _folder.Write("a.onnx", Product(ElementType.Float32));
        ToolRun run = ToolRun.Success("import", file, "--output", _folder["net"]);
        Assert.Contains("network.Run(input, output);   // floats of a sample: input: 8, output: 3", File.ReadAllText(_folder["net/A.cs"]));
        Assert.Contains("input: the model's 'x'", run.Out);
        Assert.Contains("output: the model's 'y'", run.Out);
    }

    [Fact]
    public void Pictures_of_bytes_are_floats()
    {
        byte[] model = new SmallModel().Input("x", ElementType.UInt8, 1, 3, 4, 4).Node("Cast", "f", ["x"], ("to", 1))
            .Node("GlobalAveragePool", "y", ["f"]).Bytes();
        Assert.Contains("1 passed", ToolRun.Success("verify", _folder.Write("a.onnx", model)).Out);
    }

    /// <summary>A quantised model is compared without its rounding; what that makes is said.</summary>
    [Fact]
    public void The_rounding_of_a_quantised_model_is_no_failure()
    {
        var model = new SmallModel().Input("x", ElementType.Float32, 1, 8)
            .Tensor("scale", ElementType.Float32, [], new[] { 0.05f }).Tensor("zero", ElementType.Int8, [], new[] { 3L })
            .Tensor("w", ElementType.Int8, [8, 4], Enumerable.Range(0, 32).Select(i => (i * 37L % 200) - 100).ToArray())
            .Tensor("none", ElementType.Int8, [], new[] { 0L })
            .Node("QuantizeLinear", "q", ["x", "scale", "zero"]).Node("DequantizeLinear", "d", ["q", "scale", "zero"])
            .Node("DequantizeLinear", "wd", ["w", "scale", "none"]).Node("MatMul", "y", ["d", "wd"]);
        ToolRun run = ToolRun.Of("verify", _folder.Write("a.onnx", model.Bytes()));
        Assert.True(run.Code == 0, run.Out + run.Error);
        Assert.Matches(@"in 32-bit floats, to whose rounded numbers the difference is \d\.\de-[123]", run.Out);
        Assert.Contains("1 passed", run.Out);
        Assert.Contains("by about a step", ToolRun.Success("import", _folder["a.onnx"], "--output", _folder["net"]).Error);
    }

    /// <summary>Two samples at once are two runs, where the file leaves the batch open.</summary>
    [Theory]
    [InlineData("N", "and for two samples at once")]
    [InlineData("1", "against ONNX Runtime")]
    public void Open_batches_are_compared_for_two_samples(string first, string expected)
    {
        byte[] model = new SmallModel().Input("x", ElementType.Float32, first == "1" ? 1 : first, 8)
            .Node("Softmax", "y", ["x"], ("axis", 1)).Bytes();
        string line = ToolRun.Success("verify", _folder.Write("a.onnx", model)).Out.Split('\n')[0];
        Assert.EndsWith(expected, line.TrimEnd());
    }

    [Fact]
    public void What_ONNX_Runtime_refuses_is_unchecked()
    {
        // Its result is no whole number.
        byte[] model = new SmallModel().Input("x", ElementType.Float32, 1, 8).Node("Relu", "y", ["x"]).Bytes(ElementType.Int64);
        ToolRun run = ToolRun.Of("verify", _folder.Write("a.onnx", model));
        Assert.Contains("unchecked    a.onnx: runs on", run.Out);
        Assert.Contains("ONNX Runtime refuses it", run.Out);
        Assert.Contains("0 passed, 0 failed, 0 unsupported, 1 unchecked", run.Out);
        Assert.Equal(1, run.Code);
        Assert.Contains("no case could be compared", run.Error);
    }

    [Fact]
    public void Files_that_are_missing_or_damaged_fail()
    {
        byte[] whole = Product(ElementType.Float32);
        string good = _folder.Write("good.onnx", whole), cut = _folder.Write("cut.onnx", whole[..(whole.Length / 2)]);
        foreach (string bad in new[] { cut, _folder["missing.onnx"], _folder.Write("empty.onnx", []) })
        {
            ToolRun run = ToolRun.Of("verify", good, bad);
            Assert.True(run.Code == 1, run.Out + run.Error);
            Assert.Contains("1 passed, 1 failed, 0 unsupported", run.Out);
            Assert.Contains("1 of 2 cases failed", run.Error);
        }
    }

    [Fact]
    public void Damaged_data_fail()
    {
        Directory.CreateDirectory(_folder["a/test_data_set_0"]);
        _folder.Write("a/model.onnx", Product(ElementType.Float32));
        _folder.Write("a/test_data_set_0/input_0.pb", [10, 200, 1]);
        ToolRun run = ToolRun.Of("verify", _folder["a/model.onnx"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("1 failed", run.Out);
        Assert.Contains("input_0.pb", run.Out);
    }

    [Fact]
    public void An_input_may_be_a_constant()
    {
        string file = _folder.Write("a.onnx", Vad());
        string message = ToolRun.Failure("import", file, "--output", _folder["net"]);
        Assert.Contains("'rate' holds Int64, of which a network takes none: it must be a constant", message);
        Assert.Contains("'x' has the shape [batch, sequence], of which dimension 1 is open", message);
        Assert.Contains("'h' has the shape [2, ?, 6], of which dimension 1 is open", message);
        Assert.EndsWith("--constant rate=1 --shape x=1x100 --shape h=2x1x6", message);
        string[] given = ["--constant", "rate=16000", "--constant", "h=0.5", "--shape", "x=1x5"];
        Assert.Contains("1 passed", ToolRun.Success(["verify", file, .. given]).Out);
        ToolRun.Success(["import", file, "--output", _folder["net"], .. given]);
        Assert.DoesNotContain("rate", File.ReadAllText(_folder["net/A.cs"]));
        Assert.Contains("Imported:", ToolRun.Success(["inspect", file, .. given]).Out);
    }

    [Theory]
    [InlineData("rate", "the name of an input and its value were expected")]
    [InlineData("rate=much", "the name of an input and its value were expected")]
    [InlineData("rate=1.5", "whole numbers were expected")]
    [InlineData("rate=1,2", "there are 2 numbers, but the input has the shape [] of 1")]
    [InlineData("other=1", "The model has no input 'other'; its inputs are 'rate', 'x', 'h'")]
    public void Constants_that_are_none_are_refused(string constant, string reason)
    {
        string file = _folder.Write("a.onnx", Vad());
        Assert.Contains(reason, ToolRun.Failure("import", file, "--output", _folder["net"], "--constant", constant, "--shape", "x=1x5",
            "--shape", "h=2x1x6"));
    }

    /// <summary>Of this old file, ONNX Runtime has much to say.</summary>
    [DataFact("models/mnist-8")]
    public void The_other_engine_writes_nothing()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
            { Path.Combine(AppContext.BaseDirectory, "Fusion.Tool.dll"), "bench", SharedData.Path("models/mnist-8/model.onnx"), "--seconds",
                "0.01" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.Equal("", process.StandardError.ReadToEnd());
        Assert.Contains("times its speed", output.Result);
        Assert.DoesNotContain("onnxruntime", output.Result);
    }

    private static byte[] Product(ElementType type)
    {
        double[] numbers = [.. Enumerable.Range(0, 24).Select(i => Math.Sin(i))];
        return new SmallModel().Input("x", type, 1, 8)
            .Tensor("w", type, [8, 3], type == ElementType.Float64 ? numbers : Array.ConvertAll(numbers, number => (float)number))
            .Node("MatMul", "p", ["x", "w"]).Node("Relu", "y", ["p"]).Bytes(type);
    }

    /// <summary>A model that takes a rate, a sequence and a state.</summary>
    private static byte[] Vad() => new SmallModel().Input("rate", ElementType.Int64)
        .Input("x", ElementType.Float32, "batch", "sequence").Input("h", ElementType.Float32, 2, "", 6)
        .Node("Cast", "r", ["rate"], ("to", 1)).Node("ReduceMean", "m", ["h"], ("keepdims", 0)).Node("Mul", "rm", ["r", "m"])
        .Node("Add", "y", ["x", "rm"]).Bytes();
}
