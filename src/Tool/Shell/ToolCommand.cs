using System.CommandLine;

namespace Fusion.Tool.Shell;

/// <summary>A line that a reader of the help can copy.</summary>
/// <param name="Line">The command line, without a prompt.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command of the tool: its arguments and options are added by the constructor of the class that has its name.</summary>
internal abstract class ToolCommand(string name, string purpose, params IReadOnlyList<Example> examples) : Command(name, purpose)
{
    /// <summary>Shown under the options.</summary>
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>Does it.</summary>
    /// <exception cref="ToolException">It cannot be done.</exception>
    public abstract void Run(ParseResult line, Terminal terminal);

    /// <summary>Adds an option, and gives it back.</summary>
    protected Option<T> With<T>(string name, string help, bool required = false, string? value = null)
    {
        var option = new Option<T>(name) { Description = help, Required = required, HelpName = value };
        Options.Add(option);
        return option;
    }

    /// <summary>Adds an argument, and gives it back.</summary>
    protected Argument<string> WithFile(string name, string help)
    {
        var argument = new Argument<string>(name) { Description = help };
        Arguments.Add(argument);
        return argument;
    }
}
