using Fusion.Tool.Tests.Networks;

namespace Fusion.Tool.Tests.Commands;

/// <summary><c>fusion tune</c>.</summary>
public sealed class TuneTests : IDisposable
{
    private static readonly string s_own = typeof(SmallSe).Assembly.Location;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Layers_are_tuned_and_the_file_says_of_which_network()
    {
        string file = _folder["fusion.tuning"];
        ToolRun run = ToolRun.Success("tune", s_own, "--network", "Tunable", "--output", file, "--runs", "3");
        Assert.Contains("3×3 32→32 at 16×16", run.Out);
        Assert.Contains("of 1 layers of Tunable, measured on", File.ReadAllText(file));
        Assert.Contains("--force", ToolRun.Failure("tune", s_own, "--network", "Tunable", "--output", file));
    }

    [Fact]
    public void What_cannot_be_tuned_is_said()
    {
        Assert.Contains("no such layer", ToolRun.Failure("tune", s_own, "--network", "Perceptron", "--output", _folder["a"]));
        Assert.Contains("no such layer", ToolRun.Failure("tune", s_own, "--layers", "9×9", "--output", _folder["a"]));
        Assert.Contains("3 to 10000", ToolRun.Failure("tune", s_own, "--runs", "1", "--output", _folder["a"]));
    }
}
