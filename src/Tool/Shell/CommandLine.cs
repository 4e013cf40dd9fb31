using System.CommandLine;
using System.CommandLine.Help;
using Fusion.Tool.Commands;

namespace Fusion.Tool.Shell;

/// <summary>Runs a command line: 0 for success, 1 for what cannot be done, 2 for a line that means nothing.</summary>
internal static class CommandLine
{
    public const int Success = 0, Failure = 1, Misuse = 2;

    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        RootCommand root = Root(terminal);
        ParseResult line = root.Parse(arguments);
        if (line.Errors.Count > 0 && line.Action is not HelpWithExamples)
        {
            string command = line.CommandResult.Command is ToolCommand known ? $"fusion {known.Name}" : "fusion";
            terminal.Error.WriteLine($"error: {line.Errors[0].Message} '{command} --help' explains it.");
            return Misuse;
        }
        try
        {
            return line.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception exception) when (exception is ToolException or WeightsException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine("error: " + exception.Message);
            return Failure;
        }
    }

    /// <summary>What is wrong with a line, a sentence each; nothing is run.</summary>
    public static IReadOnlyList<string> MistakesIn(string line, Terminal terminal) =>
        [.. Root(terminal).Parse(line).Errors.Select(error => error.Message)];

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Fusion compiles neural networks that are annotated C# classes into fused CPU kernels. "
            + "This is its tool for what lies around that: weights, reports and measurements.");
        foreach (ToolCommand command in CommandTable.Create())
        {
            command.SetAction(line =>
            {
                command.Run(line, terminal);
                return Success;
            });
            root.Subcommands.Add(command);
        }
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
