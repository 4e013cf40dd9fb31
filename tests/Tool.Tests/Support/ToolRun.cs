using Fusion.Tool.Shell;

namespace Fusion.Tool.Tests.Support;

/// <summary>What a command line has printed, and its exit code.</summary>
internal sealed record ToolRun(int Code, string Out, string Error)
{
    public static ToolRun Of(params IReadOnlyList<string> arguments)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(arguments, new Terminal(output, error, IsInteractive: false, Width: 0));
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a line that must succeed.</summary>
    public static ToolRun Success(params IReadOnlyList<string> arguments)
    {
        ToolRun run = Of(arguments);
        Assert.True(run.Code == 0, run.Error + run.Out);
        return run;
    }

    /// <summary>Runs a line that must fail with one line on the error stream, and nothing else; gives that line.</summary>
    public static string Failure(params IReadOnlyList<string> arguments)
    {
        ToolRun run = Of(arguments);
        Assert.NotEqual(0, run.Code);
        Assert.Equal("", run.Out);
        Assert.StartsWith("error: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        return run.Error.TrimEnd();
    }
}
