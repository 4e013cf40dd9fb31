using System.CommandLine;
using Fusion.Tool.Commands;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Tests.Shell;

/// <summary>What happens to mistakes of the user and of the tool.</summary>
public sealed class CommandLineTests
{
    private static readonly Exception s_defect = new InvalidCastException("a cannot\nbe b.");

    [Fact]
    public void A_defect_of_the_tool_is_one_line_and_has_an_exit_code_of_its_own()
    {
        var (code, error) = Run(s_defect);
        Assert.Equal(CommandLine.Defect, code);
        Assert.StartsWith("error: fusion fails found a defect of its own: InvalidCastException, a cannot be b.", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Verbose_shows_where_it_comes_from()
    {
        Assert.Contains(nameof(Failing), Run(s_defect, "--verbose").Error);
        Assert.Contains(nameof(Failing), Run(new ToolException("It can't be done."), "--verbose").Error);
    }

    [Fact]
    public void Too_little_memory_is_no_defect()
    {
        var (code, error) = Run(new OutOfMemoryException());
        Assert.Equal(CommandLine.Failure, code);
        Assert.Contains("not enough memory", error);
    }

    [Fact]
    public void An_unknown_command_is_named()
    {
        ToolRun run = ToolRun.Of("nonsense");
        Assert.Equal(CommandLine.Misuse, run.Code);
        Assert.Contains("no command 'nonsense'", run.Error);
    }

    /// <summary>What a file or a user says does not command the terminal.</summary>
    [Fact]
    public void Control_characters_are_shown()
    {
        using StringWriter output = new(), error = new();
        var terminal = new Terminal(output, error, IsInteractive: false, Width: 0);
        terminal.Table(["name"], [["a\u001b[31mb\nc"]]);
        terminal.Line("d\u001b[0m\ne");
        terminal.Note("f\u0007");
        Assert.Contains("a\\u001b[31mb\\u000ac", output.ToString());
        Assert.Contains("d\\u001b[0m\ne", output.ToString());
        Assert.Contains("f\\u0007", error.ToString());
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    /// <summary>Where a machine may read, each command has the option.</summary>
    [Fact]
    public void Every_command_prints_for_machines() => Assert.All(CommandTable.Create(),
        command => Assert.Contains(command.Options, option => option.Name == "--json"));

    private static (int Code, string Error) Run(Exception exception, params IEnumerable<string> options)
    {
        using StringWriter output = new(), error = new();
        var terminal = new Terminal(output, error, IsInteractive: false, Width: 0);
        int code = CommandLine.Run(CommandLine.Root([new Failing(exception)], terminal), ["fails", .. options], terminal);
        Assert.Equal("", output.ToString());
        return (code, error.ToString());
    }

    private sealed class Failing(Exception exception) : ToolCommand("fails", "Fails.")
    {
        public override void Run(ParseResult line, Terminal terminal) => throw exception;
    }
}
