using System.Text.Json;
using Fusion.Tool.Tests.Networks;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion inspect</c>.</summary>
public sealed class InspectTests : IDisposable
{
    private static readonly string s_own = typeof(SmallSe).Assembly.Location;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_networks_of_an_assembly_are_listed()
    {
        string text = ToolRun.Success("inspect", s_own).Out;
        Assert.Contains("Fusion.Tool.Tests.Networks.Perceptron", text);
        Assert.Contains($"{SmallSe.ParameterCount:N0}", text);
        Assert.Contains("--network", text);
    }

    /// <summary>The class itself says what is right; it is asked last, for asking runs its constructor.</summary>
    [Fact]
    public void A_network_is_described_as_its_class_describes_itself_and_nothing_runs()
    {
        Environment.SetEnvironmentVariable("FUSION_TOOL_TESTS", null);
        string text = ToolRun.Success("inspect", s_own, "--network", "SmallSe").Out;
        using var json = JsonDocument.Parse(ToolRun.Success("inspect", s_own, "--network", "SmallSe", "--json").Out);
        Assert.Null(Environment.GetEnvironmentVariable("FUSION_TOOL_TESTS"));
        NetworkInfo info = SmallSe.Description;
        Assert.Contains(SmallSe.FusionPlan, text);
        Assert.Contains("layer1.0.conv1", text);
        JsonElement network = json.RootElement.GetProperty("networks")[0];
        Assert.Equal(SmallSe.ParameterCount, network.GetProperty("parameterCount").GetInt64());
        Assert.Equal(SmallSe.WorkspaceBytes, network.GetProperty("workspaceBytes").GetInt64());
        Assert.Equal(info.Variants.Count, network.GetProperty("sizes").GetArrayLength());
        for (int i = 0; i < info.Variants.Count; i++)
        {
            JsonElement size = network.GetProperty("sizes")[i];
            Assert.Equal(info.Variants[i].MultiplyAdds, size.GetProperty("multiplyAdds").GetInt64());
            Assert.Equal(info.Variants[i].Kernels, size.GetProperty("kernels").EnumerateArray().Select(kernel => kernel.GetString()!));
        }
        Assert.Equal(info.Parameters.Select(parameter => parameter.Name),
            network.GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_tensors_of_weights_are_listed()
    {
        NetworkWeights.Initialize(Perceptron.Description, seed: 1).Save(_folder["w.safetensors"]);
        string text = ToolRun.Success("inspect", _folder["w.safetensors"]).Out;
        Assert.Contains("4 tensors, 212 values", text);
        Assert.Contains("layers.0.weight", text);
        Assert.Contains("[16, 8]", text);
        using var json = JsonDocument.Parse(ToolRun.Success("inspect", _folder["w.safetensors"], "--json").Out);
        Assert.Equal(4, json.RootElement.GetProperty("tensors").GetArrayLength());
    }

    [Fact]
    public void A_checkpoint_is_listed()
    {
        string file = _folder.Write("a.pth", Archive.Checkpoint(
            PythonPickles.Of(4), Archive.Bytes(0f, 1, 2, 3, 4, 5), Archive.Bytes(1L)));
        ToolRun run = ToolRun.Success("inspect", file);
        Assert.Contains("a checkpoint of PyTorch, 3 tensors, 10 values", run.Out);
        Assert.Contains("'state_dict'", run.Error);
    }

    [Fact]
    public void Anything_else_is_called_what_it_is()
    {
        Assert.Contains("It looks like a picture", ToolRun.Failure("inspect", _folder.Write("a", [0x89, .. "PNG"u8, 1, 2, 3])));
        Assert.Contains("GGUF", ToolRun.Failure("inspect", _folder.Write("b", [.. "GGUF"u8, 1, 2, 3])));
        Assert.Contains("no known format", ToolRun.Failure("inspect", _folder.Write("c", [1, 0xFF, 0xEE, 3])));
        Assert.Contains("has no class with [FusedNetwork]", ToolRun.Failure("inspect", typeof(Assert).Assembly.Location));
        Assert.Contains("has no network 'SmallSee'; there are Perceptron, Reported, Several, SmallSe, Tunable",
            ToolRun.Failure("inspect", s_own, "--network", "SmallSee"));
    }

    [Fact]
    public void A_damaged_assembly_is_a_sentence()
    {
        byte[] valid = File.ReadAllBytes(s_own);
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = i % 3 == 0 ? valid[..random.Next(2, valid.Length)] : [.. valid];
            for (int flips = 0; flips < 200; flips++) damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            ToolRun run = ToolRun.Of("inspect", _folder.Write("damaged.dll", damaged));
            if (run.Code != 0) Assert.StartsWith("error: ", run.Error);
        }
    }
}
