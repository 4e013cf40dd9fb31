using System.Reflection;
using Fusion.Tests;

namespace Fusion.Tool.Tests.Commands;

/// <summary>A model that people have from a package: the ResNet-18 with which ML.NET finds features of pictures.</summary>
public sealed class PackagedModelTests : IDisposable
{
    private static readonly string s_models = typeof(PackagedModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PackagedModels").Value!;

    private readonly Folder _folder = new();

    private static string ResNet18 => Path.Combine(s_models, "ResNet18Onnx", "ResNet18.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_declaration_reads_as_ResNet_does()
    {
        ToolRun.Success("import", ResNet18, "--output", _folder["a"]);
        await Verifier.Verify(File.ReadAllText(_folder["a/ResNet18.cs"]), "cs");
    }

    /// <summary>Its pictures go through a model of their own first, which orders the colours and subtracts a mean picture.</summary>
    [Theory]
    [InlineData("ResNet18Onnx/ResNet18.onnx")]
    [InlineData("ResNetPrepOnnx/ResNetPreprocess.onnx")]
    public void Its_results_are_those_of_another_engine(string model)
    {
        string verified = ToolRun.Success("verify", Path.Combine(s_models, model)).Out;
        Assert.Contains("Portable against ONNX Runtime", verified);
        Assert.Contains("1 passed, 0 failed, 0 unsupported", verified);
    }

    [Fact]
    public void Exported_again_it_is_the_same()
    {
        ToolRun.Success("import", ResNet18, "--output", _folder["a"]);
        ToolRun.Success("export", _folder["a/ResNet18.cs"], "--weights", _folder["a/ResNet18.safetensors"], "--output", _folder["b.onnx"]);
        var random = new Random(1);
        float[] pixels = [.. Enumerable.Range(0, 3 * 224 * 224).Select(_ => (float)(random.NextDouble() * 255))];
        var picture = new TensorFile("", [1, 3, 224, 224], pixels);
        float[] expected = OnnxRun.First(ResNet18, picture), found = OnnxRun.First(_folder["b.onnx"], picture);
        Assert.Equal(512, found.Length);
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4f * largest);
    }
}
