using System.CommandLine;
using System.CommandLine.Help;
using Fusion.Tool.Commands;

namespace Fusion.Tool.Shell;

/// <summary>Runs a command line: 0 for success, 1 for what cannot be done, 2 for a line that means nothing, 3 for a defect of the
/// tool.</summary>
internal static class CommandLine
{
    public const int Success = 0, Failure = 1, Misuse = 2, Defect = 3;

    private const string Verbose = "--verbose", Variable = "FUSION_VERBOSE";

    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) => Run(Root(terminal), arguments, terminal);

    /// <summary>Runs a line of these commands.</summary>
    public static int Run(RootCommand root, IReadOnlyList<string> arguments, Terminal terminal)
    {
        ParseResult line = root.Parse(arguments);
        if (line.Errors.Count > 0 && line.Action is not HelpWithExamples)
        {
            string command = line.CommandResult.Command is ToolCommand known ? $"fusion {known.Name}" : "fusion";
            string mistake = line.CommandResult.Command == root && line.UnmatchedTokens is [var unknown, ..]
                ? $"There is no command '{unknown}'." : line.Errors[0].Message;
            terminal.Error.WriteLine(SafeText.Lines($"error: {mistake} '{command} --help' explains it."));
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
        catch (Exception exception)
        {
            var (code, text) = Explain(exception, line.CommandResult.Command.Name);
            terminal.Error.WriteLine("error: " + SafeText.Lines(text));
            bool isVerbose = line.GetValue<bool>(Verbose) || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0";
            if (isVerbose) terminal.Error.WriteLine(exception);
            return code;
        }
    }

    /// <summary>What is wrong with a line, a sentence each; nothing is run.</summary>
    public static IReadOnlyList<string> MistakesIn(string line, Terminal terminal) =>
        [.. Root(terminal).Parse(line).Errors.Select(error => error.Message)];

    /// <summary>The commands, with what holds for all of them.</summary>
    public static RootCommand Root(IEnumerable<ToolCommand> commands, Terminal terminal)
    {
        var root = new RootCommand("Fusion compiles neural networks that are annotated C# classes into fused CPU kernels. "
            + "This is its tool for what lies around that: weights, reports and measurements.");
        foreach (ToolCommand command in commands)
        {
            command.SetAction(line =>
            {
                command.Run(line, terminal);
                return Success;
            });
            root.Subcommands.Add(command);
        }
        root.Options.Add(new Option<bool>(Verbose)
        {
            Description = $"Shows where in the tool an error comes from, as the environment variable {Variable} does.",
            Recursive = true,
        });
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static RootCommand Root(Terminal terminal) => Root(CommandTable.Create(), terminal);

    private static (int Code, string Text) Explain(Exception exception, string command) => exception switch
    {
        ToolException or WeightsException or IOException or UnauthorizedAccessException => (Failure, exception.Message),
        OutOfMemoryException => (Failure, "There is not enough memory for this."),
        _ => (Defect, $"fusion {command} found a defect of its own: {exception.GetType().Name}, "
            + $"{exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}. {Verbose} shows where; please report it."),
    };
}
